"""How a case may end: which outcomes close it, what must confirm each, and what may never close it.

A child never leaves as "not found": that child stays on the register, is looked for again, and is counted.
Source: Procedure 3.1.2 and 3.1.4; decisions 2, 11, 12, 13 and 32.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rulebook.findings import Finding, Severity
from rulebook.procedure.facts import CaseFacts
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import listed, long_date


class ConfirmedBy(StrEnum):
    """Who or what can establish an outcome. A family's word alone is none of these."""

    SCHOOL_ATTENDING = "school-attending"
    SCHOOL_ON_ROLL = "school-on-roll"
    SCHOOL_NOT_ATTENDING = "school-not-attending"
    PROVIDER_FULL_TIME = "provider-full-time"
    HOME_EDUCATION_OFFICER = "home-education-officer"
    OTHER_AUTHORITY = "other-authority"
    RECEIVING_SCHOOL = "receiving-school"
    LEFT_COUNTRY_EVIDENCE = "left-country-evidence"
    OFFICIAL_RECORD = "official-record"
    DATE_OF_BIRTH = "date-of-birth"
    SAME_CHILD_DECISION = "same-child-decision"

    @property
    def words(self) -> str:
        """What it is, as it stands in a sentence."""
        return CONFIRMATION_WORDS[self]


CONFIRMATION_WORDS: Mapping[ConfirmedBy, str] = {
    ConfirmedBy.SCHOOL_ATTENDING: "the school's word that the child attends",
    ConfirmedBy.SCHOOL_ON_ROLL: "the school's word that the child is on its roll",
    ConfirmedBy.SCHOOL_NOT_ATTENDING: "the school's word that the child is on its roll and does not attend",
    ConfirmedBy.PROVIDER_FULL_TIME: "the provider's word that the child receives full-time education there",
    ConfirmedBy.HOME_EDUCATION_OFFICER: "the home education officer's entry of the child",
    ConfirmedBy.OTHER_AUTHORITY: "the other authority's word that the child lives there",
    ConfirmedBy.RECEIVING_SCHOOL: "the word of the school that has received the child",
    ConfirmedBy.LEFT_COUNTRY_EVIDENCE: "evidence from the list that the family has left the country",
    ConfirmedBy.OFFICIAL_RECORD: "an official record",
    ConfirmedBy.DATE_OF_BIRTH: "the date of birth",
    ConfirmedBy.SAME_CHILD_DECISION: "an officer's decision that both cases are of the same child",
}


class Reply(StrEnum):
    """Which of the five sentences the person who referred the child may be told (see ``rulebook.disclosure``)."""

    IN_EDUCATION = "in-education"
    BEING_HELPED = "being-helped"
    OTHER_AUTHORITY = "other-authority"
    ENQUIRIES_CONTINUE = "enquiries-continue"
    NO_FURTHER_ACTION = "no-further-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way a case may stand at its end. ``confirmed_by`` lists what can establish it; any one is enough.

    ``then`` says what stays to be done by others. An outcome that does not close leaves the child on the
    register.
    """

    code: str
    words: str
    closes: bool
    confirmed_by: tuple[ConfirmedBy, ...]
    reply: Reply
    source: str
    then: str = ""
    counted: bool = True  # whether the child was missing education at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What establishes an outcome: which kind, from whom, and on which day."""

    kind: ConfirmedBy
    confirmed_on: date
    given_by: str = ""


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        code="on-roll",
        words="On a school roll and attending",
        closes=True,
        confirmed_by=(ConfirmedBy.SCHOOL_ATTENDING,),
        reply=Reply.IN_EDUCATION,
        source="Procedure 3.1.2 and 3.1.4; decision 12",
    ),
    Outcome(
        code="alternative-provision",
        words="In suitable full-time education that is not at a school",
        closes=True,
        confirmed_by=(ConfirmedBy.PROVIDER_FULL_TIME,),
        reply=Reply.IN_EDUCATION,
        source="Procedure 3.1.2 and 3.1.4",
    ),
    Outcome(
        code="home-educated",
        words="Educated at home and registered with the home education officer",
        closes=True,
        confirmed_by=(ConfirmedBy.HOME_EDUCATION_OFFICER,),
        reply=Reply.IN_EDUCATION,
        source="Procedure 1.2.2 and 3.1.2",
        then="The home education officer satisfies the authority that the education is suitable.",
    ),
    Outcome(
        code="another-authority",
        words="Lives in another authority, which has taken the child on",
        closes=True,
        confirmed_by=(ConfirmedBy.OTHER_AUTHORITY, ConfirmedBy.RECEIVING_SCHOOL),
        reply=Reply.OTHER_AUTHORITY,
        source="Procedure 3.1.2; decision 11",
    ),
    Outcome(
        code="left-country",
        words="Has left England",
        closes=True,
        confirmed_by=(
            ConfirmedBy.RECEIVING_SCHOOL,
            ConfirmedBy.LEFT_COUNTRY_EVIDENCE,
            ConfirmedBy.OFFICIAL_RECORD,
        ),
        reply=Reply.NO_FURTHER_ACTION,
        source="Procedure 3.1.2; decision 11",
    ),
    Outcome(
        code="attendance-route",
        words="On a school roll and not attending: passed to the attendance route",
        closes=True,
        confirmed_by=(ConfirmedBy.SCHOOL_NOT_ATTENDING,),
        reply=Reply.BEING_HELPED,
        source="Procedure 1.2.1; decision 2",
        then="The attendance officer follows up the absence.",
        counted=False,
    ),
    Outcome(
        code="over-age",
        words="Over compulsory school age",
        closes=True,
        confirmed_by=(ConfirmedBy.DATE_OF_BIRTH,),
        reply=Reply.NO_FURTHER_ACTION,
        source="Education Act 1996 s.8(3); Procedure 3.1.2",
        then="The post-16 team has been told of the young person.",
    ),
    Outcome(
        code="under-age",
        words="Not yet of compulsory school age",
        closes=True,
        confirmed_by=(ConfirmedBy.DATE_OF_BIRTH,),
        reply=Reply.NO_FURTHER_ACTION,
        source="Education Act 1996 s.8(2); decision 32",
        then="The child is diarised to the day on which compulsory school age starts.",
        counted=False,
    ),
    Outcome(
        code="died",
        words="The child has died",
        closes=True,
        confirmed_by=(ConfirmedBy.OFFICIAL_RECORD,),
        reply=Reply.NO_FURTHER_ACTION,
        source="SI 2024/208 reg 9(1)(k)",
    ),
    Outcome(
        code="same-child",
        words="The same child as in another case, where it goes on",
        closes=True,
        confirmed_by=(ConfirmedBy.SAME_CHILD_DECISION,),
        reply=Reply.ENQUIRIES_CONTINUE,
        source="Procedure 3.1.2",
        counted=False,
    ),
    Outcome(
        code="believed-moved",
        words="Believed to have moved away, not confirmed",
        closes=False,
        confirmed_by=(),
        reply=Reply.ENQUIRIES_CONTINUE,
        source="Decision 11",
        then="The child stays on the register, is traced and is counted.",
    ),
    Outcome(
        code="not-found",
        words="Not found",
        closes=False,
        confirmed_by=(),
        reply=Reply.ENQUIRIES_CONTINUE,
        source="Procedure 3.1.2 and 3.1.3",
        then="The child stays on the register, is looked for again every twelve weeks and is counted.",
    ),
    Outcome(
        code="place-offered",
        words="Offered a place and not yet started",
        closes=False,
        confirmed_by=(),
        reply=Reply.BEING_HELPED,
        source="Procedure 3.1.5; decision 13",
        then="The child stays on the register until the day of starting.",
    ),
)

# The child has died; or the case goes on as another one, in which the questions are asked.
NO_QUESTIONS = frozenset({"died", "same-child"})

BY_CODE: Mapping[str, Outcome] = {outcome.code: outcome for outcome in OUTCOMES}


def outcome_of(code: str) -> Outcome:
    """Return the outcome with this code. Raises ValueError for an unknown one."""
    if code not in BY_CODE:
        raise ValueError(f"unknown outcome {code!r}: expected one of {', '.join(BY_CODE)}")
    return BY_CODE[code]


def closes(code: str) -> bool:
    """Tell whether an outcome may close a case; an unknown code never does."""
    return code in BY_CODE and BY_CODE[code].closes


def may_close(
    facts: CaseFacts, *, outcome: str, confirmation: Confirmation | None, as_of: date
) -> tuple[Finding, ...]:
    """Return why the case may not be closed with this outcome on ``as_of``; nothing when it may.

    Warnings say what to look at first. Refusals stop the closing. Source: Procedure 3.1.2 and 3.1.4.
    """
    return (
        *may_leave_register(facts, outcome=outcome, confirmation=confirmation, as_of=as_of, closing=True),
        *_unasked(facts, outcome=outcome),
        *_still_open(facts, as_of=as_of),
    )


def may_leave_register(
    facts: CaseFacts,
    *,
    outcome: str,
    confirmation: Confirmation | None,
    as_of: date,
    closing: bool = False,
) -> tuple[Finding, ...]:
    """Return why the register entry may not end with this outcome; nothing when it may.

    The entry may end on a verified roll, before the school has said that the child attends; the officer's
    case may not (decision 12). ``closing`` asks the stricter question.
    """
    if outcome not in BY_CODE:
        known = listed(tuple(each.code for each in OUTCOMES if each.closes), joined_by="or")
        return (
            Finding("outcome-unknown", f"{outcome!r} is not an outcome. Choose {known}.", where="outcome"),
        )
    chosen = BY_CODE[outcome]
    if not chosen.closes:
        return (_stays(chosen),)
    accepted = chosen.confirmed_by
    if not closing and outcome == "on-roll":
        accepted = (*accepted, ConfirmedBy.SCHOOL_ON_ROLL)
    return (
        *_confirmation(chosen, confirmation, accepted=accepted, facts=facts, as_of=as_of),
        *_age(chosen, facts=facts, as_of=as_of),
    )


def _stays(chosen: Outcome) -> Finding:
    return Finding(
        "outcome-does-not-close",
        f"A case cannot be closed as “{chosen.words}”. {chosen.then}",
        source=chosen.source,
        where="outcome",
    )


def _confirmation(
    chosen: Outcome,
    confirmation: Confirmation | None,
    *,
    accepted: tuple[ConfirmedBy, ...],
    facts: CaseFacts,
    as_of: date,
) -> Iterator[Finding]:
    needs = listed(tuple(kind.words for kind in accepted), joined_by="or")
    if confirmation is None:
        words = f"“{chosen.words}” needs {needs}. Nothing of the kind is recorded. Record it, then close the case."
        yield Finding("outcome-not-confirmed", words, source=chosen.source, where="confirmation")
        return
    if confirmation.kind not in accepted:
        words = f"“{chosen.words}” needs {needs}. What is recorded is {confirmation.kind.words}, which is not enough."
        yield Finding("confirmation-not-enough", words, source=chosen.source, where="confirmation")
    if confirmation.confirmed_on > as_of:
        words = f"The confirmation is dated {long_date(confirmation.confirmed_on)}, which is still to come. Correct it."
        yield Finding("confirmation-in-future", words, where="confirmed_on")
    if confirmation.confirmed_on < facts.opened_on:
        words = (
            f"The confirmation is dated {long_date(confirmation.confirmed_on)}, before the case was opened on "
            f"{long_date(facts.opened_on)}. Make sure that it is still so."
        )
        yield Finding("confirmation-old", words, Severity.WARNING, where="confirmed_on")


def _age(chosen: Outcome, *, facts: CaseFacts, as_of: date) -> Iterator[Finding]:
    """Whether the date of birth bears out an outcome that rests on it."""
    if ConfirmedBy.DATE_OF_BIRTH not in chosen.confirmed_by:
        return
    if facts.born_on is None:
        words = f"“{chosen.words}” rests on the date of birth, and none is recorded. Record it first."
        yield Finding("date-of-birth-missing", words, source=chosen.source, where="born_on")
        return
    age = compulsory_school_age(facts.born_on)
    if chosen.code == "over-age" and as_of <= age.ends_on:
        words = f"The child is of compulsory school age until the end of {long_date(age.ends_on)}."
        yield Finding(
            "not-over-age", f"{words} Choose another outcome.", source=chosen.source, where="outcome"
        )
    if chosen.code == "under-age" and as_of >= age.starts_on:
        words = f"The child has been of compulsory school age since {long_date(age.starts_on)}."
        yield Finding(
            "not-under-age", f"{words} Choose another outcome.", source=chosen.source, where="outcome"
        )


def _unasked(facts: CaseFacts, *, outcome: str) -> Iterator[Finding]:
    """Whether the safeguarding questions were answered since the case was opened, or opened again.

    Every case has its answers (SCREEN-1), and a child found in school may be at risk all the same: what nobody asked
    while the case was open nobody will ask when it is closed, so they come first. "Not known" is an answer. Only where
    there is nobody to ask about, or the questions are owed in the other case, may a case end without them.
    """
    if outcome in NO_QUESTIONS or not closes(outcome):
        return
    since = max((again.reopened_on for again in facts.reopenings), default=None)
    if any(since is None or screening.made_on >= since for screening in facts.screenings):
        return
    opened = f"opened again on {long_date(since)}" if since else f"opened on {long_date(facts.opened_on)}"
    words = (
        f"The safeguarding questions have not been answered since the case was {opened}. Answer them, with “not known” "
        "where nobody knows, then close the case."
    )
    yield Finding("screening-unanswered", words, source="Procedure 2.7.4; decision 41")


def _still_open(facts: CaseFacts, *, as_of: date) -> Iterator[Finding]:
    """What must not be lost from sight by closing."""
    if facts.closed_on is not None:
        words = f"The case was closed on {long_date(facts.closed_on)}. Open it again to change its outcome."
        yield Finding("case-already-closed", words)
    for told in facts.risks_told:
        if told.referred_on is None and told.reason_not_to_refer_on is None:
            words = (
                f"A notice of {long_date(told.told_on)} says that the child is at risk, with no referral and no "
                "manager's reason. Record one of them, then close the case."
            )
            yield Finding("concern-not-referred", words, source="Procedure 2.7.6; decision 29")
    for screening in facts.screenings:
        if screening.any_yes and screening.referred_on is None and screening.reason_not_to_refer_on is None:
            words = (
                f"The safeguarding questions of {long_date(screening.made_on)} have a yes with no referral and no "
                "manager's reason. Record one of them, then close the case."
            )
            yield Finding("concern-not-referred", words, source="Procedure 2.7.6; decision 29")
        if screening.crime_suspected and screening.police_told_on is None:
            words = (
                f"A crime is suspected since {long_date(screening.made_on)} and the police have not been told. "
                "Record that they were told, then close the case."
            )
            yield Finding("police-not-told", words, source="Procedure 2.7.4")
    yield from _suspicions_and_proceedings(facts, as_of=as_of)
    for hold in facts.holds:
        if hold.stands(as_of):
            words = (
                f"A hold has stood since {long_date(hold.placed_on)}. Make sure with the manager who placed it that "
                "the case may end while it stands."
            )
            yield Finding("hold-stands", words, Severity.WARNING, source="Procedure 2.7.10; decision 30")


def _suspicions_and_proceedings(facts: CaseFacts, *, as_of: date) -> Iterator[Finding]:
    for concern in facts.concerns:
        if concern.referred_on is None and concern.ruled_out_on is None:
            words = (
                f"{concern.kind.words} is suspected since {long_date(concern.noted_on)} and has not been referred. "
                "Record the referral or the manager's reason, then close the case."
            )
            yield Finding("suspicion-not-referred", words, source="Procedure 2.7.9 and 2.7.10")
    for order in facts.orders:
        if order.ended_on is None or order.ended_on > as_of:
            words = (
                f"School attendance proceedings have run since {long_date(order.begun_on)}. Make sure that they are "
                "ended, or go on without the case."
            )
            yield Finding("proceedings-run", words, Severity.WARNING, source="Education Act 1996 s.437")
