"""Questions about other schools, the pupil's home, a parent's notice, and the kind of school."""

from rulebook.grounds.answers import (
    ONE_DAY,
    Asked,
    Reply,
    failed,
    happened,
    met,
    not_known,
    not_yet,
    still_to_do,
    told,
)
from rulebook.grounds.facts import OtherSchool, ParentNotice
from rulebook.wording import listed, long_date


def registered_elsewhere(asked: Asked) -> Reply:
    """Whether the pupil is registered at another school on the day."""
    schools = asked.facts.other_schools
    if schools is None:
        return not_known("Nobody has said whether the pupil is registered at another school.")
    if not schools:
        return failed("The pupil is registered at no other school.")
    first = min(schools, key=lambda school: (school.registered_on, school.name))
    words = f"{_named(first.name)} registered the pupil on {long_date(first.registered_on)}."
    if first.registered_on <= asked.on:
        return met(words)
    return not_yet(words, met_from=first.registered_on)


def dual_registration_not_agreed(asked: Asked) -> Reply:
    """Whether it has not been agreed that the pupil is registered at more than one school."""
    return told(
        asked.facts.dual_registration_agreed,
        yes="It is agreed that the pupil is registered at more than one school.",
        no="No registration at more than one school is agreed.",
        met_by=False,
    )


def not_main_school_of_mobile_child(asked: Asked) -> Reply:
    """Whether this is not the main school of a child whose family travels for its work."""
    return told(
        asked.facts.main_school_of_mobile_child,
        yes="This is the main school of a mobile child.",
        no="This is not the main school of a mobile child.",
        met_by=False,
    )


def every_other_school_consents(asked: Asked) -> Reply:
    """Whether the proprietor of every other school at which the pupil is registered has consented."""
    schools = asked.facts.other_schools
    if schools is None:
        return not_known("Nobody has said whether the pupil is registered at another school.")
    present = sorted(
        (school for school in schools if school.registered_on <= asked.on), key=lambda school: school.name
    )
    if not present:
        return failed("No other school has the pupil on its register by that day.")
    refused = [school for school in present if school.refused_on and school.refused_on <= asked.on]
    if refused:
        return failed(f"{_all(refused)} refused consent.")
    silent = [school for school in present if school.consented_on is None]
    if silent:
        return still_to_do(
            f"{_all(silent)} has not consented." if len(silent) == 1 else f"{_all(silent)} have not."
        )
    last = max(school.consented_on for school in present if school.consented_on is not None)
    words = f"Every other school had consented by {long_date(last)}."
    return met(words) if last <= asked.on else not_yet(words, met_from=last)


def too_far_away(asked: Asked) -> Reply:
    """Whether the pupil no longer lives at a reasonable distance from the school."""
    said = asked.facts.within_reasonable_distance
    if said is not False or asked.facts.moved_on is None or asked.facts.moved_on <= asked.on:
        return told(
            said,
            yes="The pupil lives at a reasonable distance from the school.",
            no="The pupil no longer lives at a reasonable distance from the school.",
            met_by=False,
        )
    moved_on = asked.facts.moved_on
    return not_yet(f"The pupil moves away on {long_date(moved_on)}.", met_from=moved_on)


def parents_written_notice(asked: Asked) -> Reply:
    """Whether a parent has told the school in writing of education otherwise than at school."""
    if asked.facts.notices is None:
        return not_known("Nobody has said whether a parent gave notice.")
    written = _written(asked)
    if written is not None:
        return happened(written.received_on, asked=asked, what="Written notice was received on")
    if asked.facts.notices:
        return still_to_do("A parent said so, and not in writing, which is not enough.")
    return still_to_do("No parent has given notice.")


def stated_day_is_past(asked: Asked) -> Reply:
    """Whether the day from which the parent's notice says the child is educated otherwise has passed."""
    written = _written(asked)
    if written is None or written.education_from is None:
        return not_known("No written notice states a day.")
    words = f"The notice says from {long_date(written.education_from)}."
    if written.education_from < asked.on:
        return met(words)
    return not_yet(words, met_from=written.education_from + ONE_DAY)


def state_school(asked: Asked) -> Reply:
    """Whether the school is maintained by an authority or is an academy."""
    kind = asked.facts.school_kind
    return told(
        None if kind is None else kind.is_state_funded,
        yes="The school is maintained or an academy.",
        no="The school is neither maintained nor an academy.",
        met_by=True,
    )


def not_state_school(asked: Asked) -> Reply:
    """Whether the school is independent, or a special school that no authority maintains."""
    kind = asked.facts.school_kind
    return told(
        None if kind is None else kind.is_state_funded,
        yes="The school is maintained or an academy.",
        no="The school is independent or a non-maintained special school.",
        met_by=False,
    )


def ceased_to_be_pupil(asked: Asked) -> Reply:
    """Whether the pupil has ceased to be a pupil of the school."""
    return happened(asked.facts.left_on, asked=asked, what="Ceased to be a pupil on")


def fees_unpaid(asked: Asked) -> Reply:
    """Whether boarding fees were unpaid at the end of the term they relate to, by the school's own calendar."""
    fees = asked.facts.fees
    if fees is None:
        return not_known("No boarding fees are recorded.")
    term = next(
        (term for term in asked.calendar.terms if term.starts_on <= fees.term_day <= term.ends_on), None
    )
    if term is None:
        return not_known(f"{long_date(fees.term_day)} lies in no published term of {asked.calendar.name}.")
    ends = f"The term they relate to ends on {long_date(term.ends_on)}"
    if fees.paid_on is not None and fees.paid_on <= term.ends_on:
        return failed(f"{ends}; they were paid on {long_date(fees.paid_on)}.")
    if asked.on <= term.ends_on:
        return not_yet(f"{ends}.", met_from=term.ends_on + ONE_DAY)
    return met(f"{ends}; they were unpaid then.")


def _written(asked: Asked) -> ParentNotice | None:
    """The written notice to go by: the latest one of those received in time, or else the first to come."""
    written = sorted(
        (notice for notice in asked.facts.notices or () if notice.written),
        key=lambda notice: notice.received_on,
    )
    in_time = [notice for notice in written if notice.received_on <= asked.on]
    return in_time[-1] if in_time else next(iter(written), None)


def _named(name: str) -> str:
    return name or "Another school"


def _all(schools: list[OtherSchool]) -> str:
    return listed(tuple(_named(school.name) for school in schools))
