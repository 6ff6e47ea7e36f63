"""Questions about the enquiry of school and authority after a pupil who has gone."""

from rulebook.grounds.answers import Asked, Reply, failed, met, not_known, not_yet, still_to_do
from rulebook.grounds.facts import Enquiry, EnquiryResult, EnquirySide
from rulebook.wording import long_date

SIDES = {EnquirySide.SCHOOL: "the school", EnquirySide.AUTHORITY: "the authority"}


def school_has_enquired(asked: Asked) -> Reply:
    """Whether a named person has concluded a reasonable enquiry for the school."""
    return _has_enquired(EnquirySide.SCHOOL, asked)


def authority_has_enquired(asked: Asked) -> Reply:
    """Whether a named person has concluded a reasonable enquiry for the authority."""
    return _has_enquired(EnquirySide.AUTHORITY, asked)


def enquired_jointly(asked: Asked) -> Reply:
    """Whether the two enquiries were one, made jointly by two different people."""
    both = _both(asked)
    if both is None:
        return not_known("The enquiries of both sides are not on record.")
    school, authority = both
    if school.by.strip() and school.by.strip().casefold() == authority.by.strip().casefold():
        return still_to_do("The same person is named for the school and for the authority.")
    if school.jointly is None or authority.jointly is None:
        return not_known("Whether the enquiry was made jointly is not recorded.")
    if not (school.jointly and authority.jointly):
        return still_to_do("School and authority enquired apart from each other.")
    return met("School and authority enquired jointly.")


def neither_found_the_pupil(asked: Asked) -> Reply:
    """Whether both enquiries failed to find out where the pupil is."""
    both = _both(asked)
    if both is None:
        return not_known("The enquiries of both sides are not on record.")
    finders = [SIDES[each.side] for each in both if each.result is not EnquiryResult.NOT_FOUND]
    if finders:
        return failed(f"The pupil was found by {' and '.join(finders)}.")
    return met("Neither the school nor the authority could find out where the pupil is.")


def outcome_agreed(asked: Asked) -> Reply:
    """Whether both did not find the pupil, or did and agree that nothing points to attendance, steps considered."""
    both = _both(asked)
    if both is None:
        return not_known("The enquiries of both sides are not on record.")
    results = {each.result for each in both}
    if EnquiryResult.FOUND_MAY_RETURN in results:
        return failed("The pupil was found and may attend again.")
    if len(results) > 1:
        return still_to_do("School and authority do not agree on what the enquiry came to.")
    if results == {EnquiryResult.NOT_FOUND}:
        return met("Neither the school nor the authority found the pupil.")
    considered = {each.steps_considered for each in both}
    if None in considered:
        return not_known("Whether reasonable steps to secure attendance were considered is not recorded.")
    if False in considered:
        return still_to_do("Reasonable steps to secure attendance have not been considered by both.")
    return met(
        "The pupil was found, and both agree that nothing points to attendance, after considering the steps."
    )


def _has_enquired(side: EnquirySide, asked: Asked) -> Reply:
    if asked.facts.enquiries is None:
        return not_known(f"Nobody has said whether {SIDES[side]} enquired.")
    latest = _latest(side, asked)
    if latest is None:
        later = min(
            (
                each.concluded_on
                for each in asked.facts.enquiries
                if each.side is side and each.concluded_on > asked.on
            ),
            default=None,
        )
        if later is None:
            return still_to_do(f"No enquiry by {SIDES[side]} since the absence began is on record.")
        return not_yet(f"The enquiry by {SIDES[side]} was concluded on {long_date(later)}.", met_from=later)
    if not latest.by.strip():
        return still_to_do(f"Nobody is named who enquired for {SIDES[side]}.")
    return met(f"{latest.by} concluded the enquiry for {SIDES[side]} on {long_date(latest.concluded_on)}.")


def _both(asked: Asked) -> tuple[Enquiry, Enquiry] | None:
    school, authority = _latest(EnquirySide.SCHOOL, asked), _latest(EnquirySide.AUTHORITY, asked)
    return (school, authority) if school and authority else None


def _latest(side: EnquirySide, asked: Asked) -> Enquiry | None:
    """The last enquiry of one side that was concluded by the day; one from before the absence tells nothing of it."""
    leave, absence = asked.facts.leave, asked.facts.absence
    since = min((part.starts_on for part in (leave, absence) if part), default=None)
    in_time = (
        each
        for each in asked.facts.enquiries or ()
        if each.side is side
        and each.concluded_on <= asked.on
        and (since is None or each.concluded_on >= since)
    )
    return max(in_time, key=lambda each: (each.concluded_on, repr(each)), default=None)
