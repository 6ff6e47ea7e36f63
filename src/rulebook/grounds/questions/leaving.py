"""Questions about a permanent exclusion, nursery education, and the consent of the authority that placed a child."""

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
from rulebook.grounds.facts import Consent, Exclusion
from rulebook.wording import long_date, weekday_date


def permanently_excluded(asked: Asked) -> Reply:
    """Whether the pupil was permanently excluded and not reinstated."""
    exclusion = asked.facts.exclusion
    if exclusion is None:
        return not_known("No permanent exclusion is recorded.")
    if exclusion.reinstated_on is not None:
        return failed(f"The pupil was reinstated on {long_date(exclusion.reinstated_on)}.")
    return happened(exclusion.excluded_on, asked=asked, what="Permanently excluded on")


def exclusion_is_final(asked: Asked) -> Reply:
    """Whether the exclusion can no longer be reviewed: no review wanted, its time over, or the review ended.

    The fifteen school days run from the day on which the parents are told that the exclusion is upheld; the
    last of them must be over. An independent school has no such review.
    """
    exclusion = asked.facts.exclusion
    if exclusion is None:
        return not_known("No permanent exclusion is recorded.")
    if asked.facts.school_kind is not None and not asked.facts.school_kind.is_state_funded:
        return met("An independent or non-maintained special school has no statutory review.")
    if exclusion.upheld_told_on is None:
        return not_known("No decision of the governing board to uphold the exclusion is recorded.")
    if exclusion.review_asked_on is not None:
        return _after_review(exclusion, asked)
    if exclusion.review_waived_on is not None and exclusion.review_waived_on <= asked.on:
        return met(f"The parents wrote on {long_date(exclusion.review_waived_on)} that they want no review.")
    count = asked.calendar.count(exclusion.upheld_told_on, asked.span("exclusion-review"))
    words = f"The time to ask for a review ends on {weekday_date(count.ends_on)}."
    if count.ends_on < asked.on:
        return met(words, counted=count.words)
    return not_yet(words, met_from=count.ends_on + ONE_DAY, counted=count.words)


def admitted_for_nursery(asked: Asked) -> Reply:
    """Whether the pupil was admitted to this school for nursery education."""
    return met("Admitted for nursery education.") if asked.facts.nursery else not_known()


def finished_nursery(asked: Asked) -> Reply:
    """Whether the nursery education had been completed by that day."""
    nursery = asked.facts.nursery
    return happened(nursery.ended_on if nursery else None, asked=asked, what="Nursery education ended on")


def did_not_move_up(asked: Asked) -> Reply:
    """Whether the pupil did not go on to reception, or a higher class, at this school."""
    return told(
        asked.facts.nursery.moved_up if asked.facts.nursery else None,
        yes="The pupil moved up to reception or a higher class at this school.",
        no="The pupil did not move up to reception or a higher class at this school.",
        met_by=False,
    )


def authority_consents(asked: Asked) -> Reply:
    """Whether the authority that placed the child at this special school consents, or was overruled by direction."""
    facts = asked.facts
    if facts.special_school is False or facts.placed_by_authority is False:
        return met("The child was not placed at a special school by an authority.")
    if facts.special_school is None or facts.placed_by_authority is None:
        return not_known("Nobody has said whether an authority placed the child at this special school.")
    return _consented(asked, not_yet="The authority that placed the child has not consented.")


def no_protection_enquiry(asked: Asked) -> Reply:
    """Whether no enquiries under section 47 are under way, or the authority consents all the same (decision 21)."""
    if asked.facts.protection_enquiry is None:
        return not_known("Nobody has said whether enquiries under section 47 are under way.")
    if not asked.facts.protection_enquiry:
        return met("No enquiries under section 47 are under way.")
    return _consented(
        asked, not_yet="Enquiries under section 47 are under way, and the authority has not consented."
    )


def _consented(asked: Asked, *, not_yet: str) -> Reply:
    consent = asked.facts.consent or Consent()
    decided = min((day for day in (consent.given_on, consent.directed_on) if day), default=None)
    if decided is not None:
        return happened(decided, asked=asked, what="Consent or direction was given on")
    if consent.refused_on is not None:
        return still_to_do(f"The authority refused consent on {long_date(consent.refused_on)}.")
    return still_to_do(not_yet)


def _after_review(exclusion: Exclusion, asked: Asked) -> Reply:
    if exclusion.review_ended_on is None:
        return still_to_do("A review was asked for and has not ended.")
    return happened(
        exclusion.review_ended_on, asked=asked, what="The review ended, with the exclusion standing, on"
    )
