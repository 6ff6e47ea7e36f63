"""A removal as a school told it, as the facts that the grounds and the duties ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onroll.intake.removal_models import Removal, RemovalState
from onroll.schools.models import Establishment
from rulebook.grounds import facts as grounds
from rulebook.procedure import pupil_facts as pupils

# Types of establishment as the national register (GIAS) numbers them.
SPECIAL = frozenset({"07", "7", "08", "8", "10", "12", "33", "36", "44"})
ACADEMIES = frozenset(
    {"28", "33", "34", "35", "36", "38", "39", "40", "41", "42", "43", "44", "45", "46", "57"}
)
KINDS: Mapping[str, grounds.SchoolKind] = {
    "06": grounds.SchoolKind.CITY_COLLEGE,
    "08": grounds.SchoolKind.NON_MAINTAINED_SPECIAL,
    "10": grounds.SchoolKind.INDEPENDENT,
    "11": grounds.SchoolKind.INDEPENDENT,
    **dict.fromkeys(ACADEMIES, grounds.SchoolKind.ACADEMY),
    **dict.fromkeys(("01", "02", "03", "05", "07", "12", "14", "15"), grounds.SchoolKind.MAINTAINED),
}
OUTSIDE = (grounds.Towards.INDEPENDENT, grounds.Towards.ABROAD, grounds.Towards.HOME)


def kind_of(school: Establishment) -> grounds.SchoolKind | None:
    """Return what kind of school keeps the register; None where the register of schools does not tell."""
    return KINDS.get(school.type_code.zfill(2))


def deletion_facts(row: Removal) -> grounds.DeletionFacts:
    """Return the removal as facts; what the school has not told is not known. Raises ValueError before it has a day."""
    if row.deletes_on is None:
        raise ValueError("a removal without its day has no facts yet")
    told = _Told(row.told)
    return grounds.DeletionFacts(
        subject=row.reference,
        ground=row.ground,
        deletes_on=row.deletes_on,
        removed=bool(row.removed),
        born_on=row.birth_date,
        school_kind=kind_of(row.establishment),
        special_school=row.establishment.type_code.zfill(2) in SPECIAL,
        placed_by_authority=told.yes("placed_by_authority"),
        consent=_consent(told),
        orders=_orders(told),
        other_schools=_other_schools(told),
        dual_registration_agreed=told.yes("dual_registration_agreed"),
        main_school_of_mobile_child=told.yes("main_school"),
        boarder=told.yes("boarder"),
        last_attended_on=told.day("last_attended_on"),
        may_attend_again=told.yes("may_attend_again"),
        kept_away_by_sickness=told.yes("kept_away_by_sickness"),
        within_reasonable_distance=told.yes("within_reasonable_distance"),
        moved_on=told.day("moved_on"),
        notices=_notices(told),
        protection_enquiry=told.yes("protection_enquiry"),
        leave=_leave(told),
        absence=_absence(told),
        enquiries=_enquiries(told, row.authority),
        detention=_detention(told),
        died_on=told.day("died_on"),
        certified_unfit_on=told.day("certified_unfit_on"),
        staying_on=told.yes("staying_on"),
        meets_entry_requirements=told.yes("meets_entry_requirements"),
        fees=_fees(told),
        left_on=told.day("left_on"),
        exclusion=_exclusion(told),
        nursery=_nursery(told),
        standard_leaver=told.yes("standard_leaver"),
        destination=destination(row),
    )


def pupil_facts(row: Removal) -> pupils.PupilFacts:
    """Return the removal as what the school, the authority and its manager owe for it.

    Nothing is owed of a removal that was only planned and is refused: the name stays.
    """
    withdrawn = row.state == RemovalState.REFUSED and not row.removed
    deletions = (
        ()
        if row.deletes_on is None or row.removed is None or withdrawn
        else (_deletion(row, row.deletes_on),)
    )
    return pupils.PupilFacts(
        subject=str(row.pk), school=row.establishment.urn, born_on=row.birth_date, deletions=deletions
    )


def destination(row: Removal) -> grounds.Destination | None:
    """Return where the child goes, as far as the school told; None while it has not been asked."""
    towards = row.told.get("towards")
    if not towards:
        return None
    return grounds.Destination(
        towards=grounds.Towards(towards),
        school=str(row.told.get("next_school_number") or "").replace("/", ""),
    )


def goes_nowhere_known(row: Removal) -> bool:
    """Whether the school does not know where the child goes: the child may be missing education."""
    going = destination(row)
    return going is None or going.towards is grounds.Towards.UNKNOWN


def _deletion(row: Removal, on: date) -> pupils.Deletion:
    going = destination(row)
    towards = going.towards if going else grounds.Towards.UNKNOWN
    kind = pupils.Destination.OUTSIDE if towards in OUTSIDE else pupils.Destination.UNKNOWN
    return pupils.Deletion(
        id=str(row.pk),
        deleted_on=on,
        exempt=row.told.get("standard_leaver") == "yes",
        destination=pupils.Destination.SCHOOL if towards is grounds.Towards.SCHOOL else kind,
        school=str(row.told.get("next_school") or ""),
        recorded_on=row.sent_on,
        returned_on=row.sent_on,
        records_sent_on=row.records_sent_on,
        file_sent_on=row.file_sent_on,
        claim_checked_on=row.claim_checked_on,
        unlawful_on=row.unlawful_on,
        manager_decided_on=row.manager_decided_on,
    )


class _Told:
    """A school's answers, read by name; an answer that is missing, or ``not_known``, tells nothing."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def yes(self, name: str) -> bool | None:
        """Return what was answered to a plain question."""
        return {"yes": True, "no": False}.get(str(self.answers.get(name)))

    def day(self, name: str) -> date | None:
        """Return a day that was given."""
        value = self.answers.get(name)
        return date.fromisoformat(value) if value else None

    def words(self, name: str) -> str:
        """Return what was typed."""
        return str(self.answers.get(name) or "").strip()


def _consent(told: _Told) -> grounds.Consent | None:
    said, on = told.words("consent"), told.day("consent_on")
    if not said or on is None:
        return None
    return grounds.Consent(
        given_on=on if said == "given" else None,
        refused_on=on if said == "refused" else None,
        directed_on=on if said == "directed" else None,
    )


def _orders(told: _Told) -> tuple[grounds.AttendanceOrder, ...] | None:
    named, made_on = told.yes("order"), told.day("order_made_on")
    if named is None:
        return None
    if not named or made_on is None:
        return ()
    became, ended_on = told.words("order_became"), told.day("order_ended_on")
    revoked = ended_on if became.startswith("revoked") else None
    why = {
        "revoked-education": grounds.RevokedFor.EDUCATION_OTHERWISE,
        "revoked-other": grounds.RevokedFor.ANOTHER_REASON,
    }
    return (
        grounds.AttendanceOrder(
            made_on=made_on,
            names_another_from=ended_on if became == "another" else None,
            revoked_on=revoked,
            revoked_for=why.get(became) if revoked else None,
        ),
    )


def _other_schools(told: _Told) -> tuple[grounds.OtherSchool, ...] | None:
    name, since = told.words("other_school"), told.day("other_registered_on")
    if told.yes("registered_elsewhere") is False:
        return ()
    if not name or since is None:
        return None
    said, on = told.words("other_consent"), told.day("other_consent_on")
    return (
        grounds.OtherSchool(
            name=name,
            registered_on=since,
            consented_on=on if said == "given" else None,
            refused_on=on if said == "refused" else None,
        ),
    )


def _notices(told: _Told) -> tuple[grounds.ParentNotice, ...] | None:
    said, on = told.words("notice"), told.day("notice_received_on")
    if not said:
        return None
    if said == "none" or on is None:
        return ()
    return (
        grounds.ParentNotice(
            received_on=on, written=said == "written", education_from=told.day("education_from")
        ),
    )


def _leave(told: _Told) -> grounds.Leave | None:
    first, last = told.day("leave_starts_on"), told.day("leave_ends_on")
    if first is None or last is None:
        return None
    return grounds.Leave(
        starts_on=first,
        ends_on=last,
        for_holiday=told.yes("leave_for_holiday"),
        returned_on=told.day("leave_returned_on"),
    )


def _absence(told: _Told) -> grounds.Absence | None:
    first = told.day("absence_starts_on")
    if first is None:
        return None
    some, last = told.yes("absence_authorised"), told.day("authorised_on")
    days = () if some is False else ((last,) if last else None)
    return grounds.Absence(starts_on=first, authorised_on=days, returned_on=told.day("absence_returned_on"))


def _enquiries(told: _Told, authority: Mapping[str, Any]) -> tuple[grounds.Enquiry, ...] | None:
    """Return the two parts of the enquiry that are on record; None while neither side has said anything."""
    sides = ((grounds.EnquirySide.SCHOOL, told), (grounds.EnquirySide.AUTHORITY, _Told(authority)))
    found = [_enquiry(side, said) for side, said in sides]
    said_nothing = not told.words("enquired") and not authority
    return None if said_nothing else tuple(each for each in found if each is not None)


def _enquiry(side: grounds.EnquirySide, told: _Told) -> grounds.Enquiry | None:
    concluded_on, result = told.day("concluded_on"), told.words("result")
    if concluded_on is None or not result or told.yes("enquired") is False:
        return None
    return grounds.Enquiry(
        side=side,
        by=told.words("enquired_by"),
        concluded_on=concluded_on,
        result=grounds.EnquiryResult(result),
        jointly=told.yes("jointly"),
        steps_considered=told.yes("steps_considered"),
    )


def _detention(told: _Told) -> grounds.Detention | None:
    first = told.day("detention_starts_on")
    if first is None:
        return None
    return grounds.Detention(
        starts_on=first, ends_on=told.day("detention_ends_on"), final=told.yes("detention_final")
    )


def _fees(told: _Told) -> grounds.BoardingFees | None:
    term_day = told.day("fees_term_day")
    return grounds.BoardingFees(term_day=term_day, paid_on=told.day("fees_paid_on")) if term_day else None


def _exclusion(told: _Told) -> grounds.Exclusion | None:
    excluded_on = told.day("excluded_on")
    if excluded_on is None:
        return None
    review, on = told.words("review"), told.day("review_on")
    return grounds.Exclusion(
        excluded_on=excluded_on,
        upheld_told_on=told.day("upheld_told_on"),
        reinstated_on=told.day("reinstated_on"),
        review_waived_on=on if review == "waived" else None,
        review_asked_on=on if review == "asked" else None,
        review_ended_on=told.day("review_ended_on"),
    )


def _nursery(told: _Told) -> grounds.Nursery | None:
    if told.yes("nursery_admitted") is not True:
        return None
    return grounds.Nursery(ended_on=told.day("nursery_ended_on"), moved_up=told.yes("moved_up"))
