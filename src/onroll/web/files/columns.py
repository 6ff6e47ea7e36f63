"""A form with a line for each column of a list: what it holds."""

from typing import Any

from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import ReceivedFile
from onroll.web.forms import Form, SelectField

NOTHING = "-"


class ColumnsForm(Form):
    """One choice for each column; its present meaning stands first."""

    def __init__(self, *args: Any, file: ReceivedFile, **rest: Any) -> None:
        super().__init__(*args, **rest)
        words = format_of(file.kind).fields
        choices = [(NOTHING, "Nothing that we use"), *sorted(words.items(), key=lambda item: item[1])]
        self.headings = [column["heading"] for column in file.columns]
        for place, column in enumerate(file.columns):
            self.fields[f"column-{place}"] = SelectField(
                column["heading"],
                called=f"what {column['heading']!r} holds",
                choices=choices,
                initial=column["field"] or NOTHING,
                type_ahead=False,
            )

    def chosen(self) -> dict[str, str]:
        """Return heading → field as chosen, nothing for a column of which nothing is used."""
        return {
            heading: ""
            if self.cleaned_data[f"column-{place}"] == NOTHING
            else self.cleaned_data[f"column-{place}"]
            for place, heading in enumerate(self.headings)
        }
