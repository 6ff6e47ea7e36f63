"""What is raised when a date would lie past the published calendar: never a guess."""

from datetime import date

from rulebook.wording import long_date


class CalendarNotPublished(Exception):
    """The calendar ends before the answer. ``what`` is missing; it is published to ``published_to``, if at all."""

    def __init__(self, what: str, *, published_to: date | None) -> None:
        self.what = what
        self.published_to = published_to
        super().__init__(self.words)

    @property
    def words(self) -> str:
        """The sentence for an officer: what is so, then what to do."""
        if self.published_to is None:
            return f"Date not yet known: no {self.what} are published. Publish them and the date appears."
        return (
            f"Date not yet known: the {self.what} are published to {long_date(self.published_to)}. "
            "Publish the next ones and the date appears."
        )
