"""What is raised when a date would lie past the published calendar: never a guess."""

from datetime import date

from rulebook.wording import long_date


class CalendarNotPublished(Exception):
    """The calendar does not reach the answer: ``what`` ends at ``published_to``, or begins at ``published_from``."""

    def __init__(self, what: str, *, published_to: date | None, published_from: date | None = None) -> None:
        self.what = what
        self.published_to = published_to
        self.published_from = published_from
        super().__init__(self.words)

    @property
    def words(self) -> str:
        """The sentence for an officer: what is so, then what to do."""
        if self.published_to is not None:
            return (
                f"Date not yet known: the {self.what} are published to {long_date(self.published_to)}. "
                "Publish the next ones and the date appears."
            )
        if self.published_from is not None:
            return (
                f"Date not yet known: the {self.what} are published from {long_date(self.published_from)}. "
                "Publish the earlier ones and the date appears."
            )
        return f"Date not yet known: no {self.what} are published. Publish them and the date appears."
