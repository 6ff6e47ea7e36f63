"""An expected start and an absence, as the facts that the duties of a school ask for."""

from onroll.intake.absence_models import Absence, ExpectedStart
from rulebook.procedure import pupil_facts as pupils


def facts_of(row: ExpectedStart | Absence) -> pupils.PupilFacts:
    """Return one start or one absence as the facts of a pupil and the school."""
    return pupils.PupilFacts(
        subject=str(row.pk),
        school=row.establishment.urn,
        born_on=row.birth_date,
        starts=(_start(row),) if isinstance(row, ExpectedStart) else (),
        absences=(_absence(row),) if isinstance(row, Absence) else (),
    )


def _start(row: ExpectedStart) -> pupils.ExpectedStart:
    return pupils.ExpectedStart(
        id=str(row.pk),
        expected_on=row.expected_on,
        kind=pupils.StartKind(row.kind),
        registered_on=row.registered_on,
        arrived_on=row.arrived_on,
        parents_tried_on=row.parents_tried_on,
        parents_reached_on=row.parents_reached_on,
        admissions_asked_on=row.admissions_asked_on,
        referred_on=row.referred_on,
        elsewhere_on=row.elsewhere_on,
    )


def _absence(row: Absence) -> pupils.Absence:
    return pupils.Absence(
        id=str(row.pk),
        first_on=row.first_on,
        kind=pupils.AbsenceKind(row.kind),
        parents_tried_on=row.parents_tried_on,
        parents_reached_on=row.parents_reached_on,
        referred_on=row.referred_on,
        enquired_on=row.enquired_on,
        protection_concern_on=row.protection_concern_on,
        social_care_told_on=row.social_care_told_on,
        expected_long_on=row.expected_long_on,
        returned_to_authority_on=row.returned_to_authority_on,
        ground_examined_on=row.ground_examined_on,
        ended_on=row.ended_on,
    )
