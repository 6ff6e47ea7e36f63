"""A notice of home education, and home education outside of a case, as the facts that the duties ask for."""

from datetime import date

from onroll.education.facts import provision_fact
from onroll.education.models import Provision
from onroll.intake.home_models import HomeNotice
from rulebook.procedure import facts as rules
from rulebook.procedure import pupil_facts as pupils

# What is owed of home education by itself: all else of the procedure is owed in a case.
OF_HOME_EDUCATION = frozenset({"judge-home-education", "look-again-at-home-education"})


def notice_facts(row: HomeNotice) -> pupils.PupilFacts:
    """Return what a school owes for a parent's notice that came to it; nothing for a notice that came to us."""
    notices: tuple[pupils.HomeEducationNotice, ...] = ()
    if row.establishment is not None and row.organisation_id is not None:
        notices = (
            pupils.HomeEducationNotice(id=str(row.pk), received_on=row.received_on, copied_on=row.copied_on),
        )
    school = row.establishment.urn if row.establishment else ""
    return pupils.PupilFacts(subject=str(row.pk), school=school, born_on=row.birth_date, home_notices=notices)


def provision_facts(row: Provision, *, on: date) -> rules.CaseFacts:
    """Return home education that belongs to no case as the facts of the child."""
    return rules.CaseFacts(
        subject=str(row.pk),
        opened_on=row.starts_on,
        reached_on=on,
        born_on=row.child.birth_date,
        provisions=(provision_fact(row),),
    )
