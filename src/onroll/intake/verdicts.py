"""What the rulebook says of a removal, and what a school still has to tell: asked anew whenever it is shown."""

from onroll.duties.numbers import current_parameters
from onroll.intake import facts
from onroll.intake.forms.cme1 import AFTER
from onroll.intake.forms.cme1_evidence import evidence_for
from onroll.intake.models import Removal
from onroll.schools.queries import Calendars, calendars_for
from rulebook import procedure
from rulebook.grounds import NoGroundsInForce, Verdict, check_ground, regime_on
from rulebook.grounds.table import Ground
from rulebook.procedure.duty import Duty
from rulebook.school_days.ages import is_of_compulsory_school_age

# What the authority has to add: a planned removal may be sent to it while nothing else is lacking.
PART_OF_AUTHORITY = frozenset(
    {"authority-has-enquired", "enquired-jointly", "outcome-agreed", "authority-consents"}
)
BEGINNING = ("child", "day", "ground")


def verdict_of(row: Removal) -> Verdict | None:
    """Return whether the name may be deleted, by the school's own calendar; None before there are day and ground."""
    if row.deletes_on is None or "ground" not in row.pages:
        return None
    urn = row.establishment.urn
    calendar = calendars_for({urn}).of(urn)
    return check_ground(facts.deletion_facts(row), calendar=calendar, parameters=current_parameters())


def duties_of(row: Removal, *, calendars: Calendars | None = None) -> tuple[Duty, ...]:
    """Return what is owed of a removal by the school, the authority and its manager; a list brings its calendars."""
    known = calendars or calendars_for({row.establishment.urn})
    return procedure.assess(
        facts.pupil_facts(row),
        calendar=known.default,
        parameters=current_parameters(),
        school_calendars=known.own,
    )


def grounds_for(row: Removal) -> tuple[Ground, ...]:
    """Return the grounds of the law of the day for a child of this age; all of them where the age is not known."""
    if row.deletes_on is None:
        return ()
    try:
        found = regime_on(row.deletes_on).grounds_on(row.deletes_on)
    except NoGroundsInForce:
        return ()
    if row.birth_date is None:
        return found
    of_age = is_of_compulsory_school_age(row.birth_date, row.deletes_on)
    return tuple(each for each in found if each.for_compulsory_age == of_age)


def steps_of(row: Removal) -> tuple[str, ...]:
    """Return the pages that this removal asks for, in order: only the evidence that its ground needs."""
    return (*BEGINNING, *_evidence(row), *(page.slug for page in AFTER))


def first_gap(row: Removal) -> str:
    """Return the first page that has not been answered; empty when all have been."""
    return next((slug for slug in steps_of(row) if slug not in row.pages), "")


def waits_for_authority(verdict: Verdict) -> bool:
    """Whether nothing but the authority's own part is lacking, so that a school may ask for it before it deletes."""
    unmet = {each.code for each in verdict.questions if not each.is_met and not each.advises}
    wrong = any(finding.refuses and not finding.code.startswith("ground-") for finding in verdict.findings)
    return bool(unmet) and unmet <= PART_OF_AUTHORITY and not wrong


def _evidence(row: Removal) -> tuple[str, ...]:
    ground = (
        regime_on(row.deletes_on).ground(row.ground, on=row.deletes_on)
        if row.ground and row.deletes_on
        else None
    )
    if ground is None or row.deletes_on is None:
        return ()
    is_special = row.establishment.type_code.zfill(2) in facts.SPECIAL
    codes = [each.code for each in ground.conditions_on(row.deletes_on)]
    asked = [code for code in codes if code != "authority-consents" or is_special]
    return tuple(page.slug for page in evidence_for(asked))
