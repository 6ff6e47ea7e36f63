"""The answer to a facts file: what is owed as of a day, by whom and why, and whether a name may be deleted."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from rulebook.facts_file.reading import calendars_of
from rulebook.facts_file.shape import FactsFile
from rulebook.findings import Finding
from rulebook.grounds import Verdict, check_ground
from rulebook.parameters import Parameters
from rulebook.procedure import DUTIES, AuthorityFacts, CaseFacts, Duty, Facts, PupilFacts, assess
from rulebook.procedure.duty import FAR
from rulebook.procedure.roles import ROLES
from rulebook.procedure.soundness import examine_facts, examine_matches, examine_other_facts
from rulebook.school_days.bank_holidays import LAST_YEAR
from rulebook.wording import long_date

NO_FACTS = frozenset({"ground-unknown", "no-regulations-held", "before-birth", "out-of-order"})
LAST_KNOWN = date(LAST_YEAR, 12, 31)
LAST_ANSWERED = LAST_KNOWN - FAR  # the nearness of what is due is told in working days
CODES = tuple(rule.code for rule in DUTIES)
RECORDED = tuple(rule.code for rule in DUTIES if rule.recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a facts file. While a finding refuses, no duty is given: wrong facts make wrong deadlines."""

    as_of: date
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    verdict: Verdict | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing in the facts refuses to be assessed."""
        return not any(finding.refuses for finding in self.findings)

    @property
    def can_be_right(self) -> bool:
        """Whether nothing in the file is what no facts can be: what ``is_sound`` tells, and the facts of a deletion.

        A ground that is not met is an answer; one that exists in no Regulations is a mistake.
        """
        told = self.verdict.findings if self.verdict is not None else ()
        return self.is_sound and not any(finding.code in NO_FACTS for finding in told)


def answer(file: FactsFile, *, as_of: date, parameters: Parameters) -> Answer:
    """Return who owes what as of a day, and the verdict on a deletion. The facts must be such as were known by then."""
    findings = tuple(finding for facts in _subjects(file, as_of) for finding in _examined(facts, as_of))
    if as_of > LAST_ANSWERED:
        words = (
            f"The bank holidays are known to {long_date(LAST_KNOWN)}. Ask up to {long_date(LAST_ANSWERED)}."
        )
        findings = (*findings, Finding("as-of-too-late", words, where="as_of"))
    calendar, own = calendars_of(file)
    duties: list[Duty] = []
    if not any(finding.refuses for finding in findings):
        for facts in _subjects(file, as_of):
            owed = assess(facts, calendar=calendar, parameters=parameters, school_calendars=own)
            findings = (*findings, *examine_matches(facts, owed=owed))
            duties += owed
    return Answer(
        as_of=as_of,
        findings=findings,
        duties=tuple(sorted(duties, key=lambda duty: (duty.due_on or date.max, duty.code, duty.trigger))),
        verdict=check_ground(file.deletion, calendar=calendar, parameters=parameters)
        if file.deletion
        else None,
    )


def as_json(given: Answer) -> dict[str, Any]:
    """Return the answer as plain values: dates as text, codes as they are in the facts file."""
    return {
        "as_of": given.as_of.isoformat(),
        "findings": plain(given.findings),
        "duties": [
            {
                **plain(duty._asdict()),
                "owed_by_words": ROLES[duty.owed_by],
                "standing": duty.standing(given.as_of).value,
                "standing_words": duty.standing_words(given.as_of),
            }
            for duty in given.duties
        ],
        "verdict": {**plain(given.verdict), "sentence": given.verdict.sentence} if given.verdict else None,
    }


def plain(value: Any) -> Any:
    """Return frozen values as what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _subjects(file: FactsFile, as_of: date) -> Iterator[Facts]:
    # What comes round by the calendar, as each September does, is owed up to the day asked about.
    if file.case is not None:
        yield file.case if file.case.reached_on else replace(file.case, reached_on=as_of)
    if file.pupil is not None:
        yield file.pupil if file.pupil.reached_on else replace(file.pupil, reached_on=as_of)
    if file.authority is not None:
        yield file.authority


def _examined(facts: CaseFacts | PupilFacts | AuthorityFacts, as_of: date) -> tuple[Finding, ...]:
    if isinstance(facts, CaseFacts):
        return examine_facts(facts, as_of=as_of, duties=CODES, recorded=RECORDED)
    return examine_other_facts(facts, as_of=as_of, duties=CODES, recorded=RECORDED)
