"""What came of examining a ground: the verdict, its questions, and what follows a deletion."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rulebook.findings import Finding, Severity
from rulebook.grounds.answers import Answer
from rulebook.parameters.values import MARKS
from rulebook.wording import weekday_date


class Outcome(StrEnum):
    """Whether the name may be deleted on the day asked about."""

    MAY = "may be deleted"
    NOT_YET = "not yet"
    MAY_NOT = "may not be deleted"


class Removal(StrEnum):
    """What a removal that has already happened was (GROUND-4)."""

    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"
    NOT_SHOWN = "not shown to be lawful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One condition of the ground, asked and answered. See ``Reply`` for ``met_from`` and ``pending``."""

    code: str
    asks: str
    answer: Answer
    because: str
    then: str
    source: str
    mark: str
    advises: bool = False
    met_from: date | None = None
    pending: bool = False
    counted: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the ground has what it needs here."""
        return self.answer is Answer.MET

    @property
    def verified(self) -> bool:
        """Whether the condition was read in the Regulations."""
        return self.mark == "S"

    @property
    def finding(self) -> Finding | None:
        """The finding that a question which is not met gives rise to."""
        if self.is_met:
            return None
        unverified = "" if self.verified else f" (wording {MARKS[self.mark]})"
        return Finding(
            f"ground-{self.code}",
            f"{self.because} {self.then}",
            Severity.WARNING if self.advises else Severity.REFUSAL,
            source=f"{self.source}{unverified}",
            where=self.code,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What the school owes the authority for the deletion. ``due_on`` is None when exempt, or not yet known."""

    code: str
    words: str
    due_on: date | None
    counted: str
    source: str
    mark: str
    exempt: str = ""
    carries: tuple[str, ...] = ()  # what it has to give


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFile:
    """The transfer file that follows a deletion. ``addressed_to``: a school's number, XXXXXXX, MMMMMMM, or empty."""

    addressed_to: str
    words: str
    due_on: date | None
    counted: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a name may be deleted on a day on a ground, with every reason.

    ``earliest_on`` is the first day on which no date stands in the way; what is pending without a date may
    still. ``findings`` are what is wrong, the refusals first.
    """

    subject: str
    ground: str
    words: str
    regime: str
    deletes_on: date
    outcome: Outcome
    earliest_on: date | None
    removal: Removal | None
    mark: str
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    returns: tuple[Return, ...] = ()
    transfer: TransferFile | None = None

    @property
    def may_be_deleted(self) -> bool:
        """Whether every condition that decides is met."""
        return self.outcome is Outcome.MAY

    @property
    def unverified(self) -> tuple[Question, ...]:
        """The questions whose wording was not read in the Regulations: shown with their marks wherever this is."""
        return tuple(question for question in self.questions if not question.verified)

    @property
    def headline(self) -> str:
        """The verdict in a sentence or two, without the reasons."""
        on = weekday_date(self.deletes_on)
        if self.outcome is Outcome.MAY:
            return f"The name may be deleted on {on} on ground {self.ground}."
        if self.outcome is Outcome.MAY_NOT:
            return f"The name may not be deleted on {on}."
        words = f"The name may not yet be deleted on {on}."
        return (
            f"{words} No date stands in the way from {weekday_date(self.earliest_on)}."
            if self.earliest_on
            else words
        )

    @property
    def sentence(self) -> str:
        """The verdict with what stands in its way, and what to do."""
        return " ".join((self.headline, *(finding.words for finding in self.findings if finding.refuses)))
