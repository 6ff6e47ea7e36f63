"""What the rulebook noticed: ``Finding``, the one currency of every room, and ``Refused``, the one way to decline."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to the person who reads it."""

    REFUSAL = "refusal"  # it cannot be done as things stand
    WARNING = "warning"  # it can be done; look first
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed, in words that an officer can act on.

    ``code`` stays the same for ever and is what tests and reports count. ``words`` say what is so, then what
    to do. ``source`` is the paragraph, as the reader would look it up. ``where`` is the place: a field, a
    line, a column.
    """

    code: str
    words: str
    severity: Severity = Severity.REFUSAL
    source: str = ""
    where: str = ""

    @property
    def refuses(self) -> bool:
        """Whether this finding alone is enough to decline."""
        return self.severity is Severity.REFUSAL


class Refused(Exception):
    """What was asked cannot be done; ``findings`` say why, and each is shown to the person who asked."""

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("a refusal needs at least one finding: expected Refused(Finding(...), ...)")
        super().__init__(" ".join(finding.words for finding in findings))
        self.findings: tuple[Finding, ...] = findings


def refuse_if_any(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Raise ``Refused`` with every refusal among ``findings``; otherwise give back the warnings and notes."""
    refusals = tuple(finding for finding in findings if finding.refuses)
    if refusals:
        raise Refused(*refusals)
    return findings
