"""How cases begin and go on, in the steps that come again and again."""

from onroll.demonstration.county.cast import CastParent, Referrer, When, wd, weeks
from onroll.demonstration.county.script import (
    Acknowledged,
    Cme4Sent,
    LetterSent,
    OfficerAllocated,
    PutOnRegister,
    ReferralReceived,
    RollChecked,
    Screened,
    Step,
    Visited,
)
from rulebook.procedure.facts import EducationFound, ReferralKind, VisitOutcome

ALL_LISTS = ("school rolls", "home education", "admissions", "social care", "former cases")
PARTNERS = {
    "health": (
        "agy-health",
        Referrer(
            name="Nicola Barrett",
            role="Health Visitor",
            organisation="health-visitors",
            agency="Wendlemere Health Visiting Service",
            telephone="01632 960120",
            email="nicola.barrett@health-visitors.example",
            address="The Old Dispensary, Merebridge",
        ),
    ),
    "yot": (
        "agy-yot",
        Referrer(
            name="Trevor Grant",
            role="Youth Justice Worker",
            organisation="youth-offending",
            agency="Wendlemere Youth Offending Team",
            telephone="01632 960121",
            email="trevor.grant@youth-offending.example",
            address="Friars House, Merebridge",
        ),
    ),
    "police": (
        "agy-police",
        Referrer(
            name="Sergeant Amy Holt",
            role="Child Protection Officer",
            organisation="police",
            agency="Wendlemere Constabulary",
            telephone="01632 960122",
            email="amy.holt@police.example",
            address="Police Headquarters, Merebridge",
        ),
    ),
    "housing": (
        "agy-housing",
        Referrer(
            name="Kelly Frost",
            role="Tenancy Support Officer",
            organisation="housing",
            agency="Merebridge Homes",
            telephone="01632 960123",
            email="kelly.frost@housing.example",
            address="Quayside House, Merebridge",
        ),
    ),
    "anchor": (
        "agy-shelter",
        Referrer(
            name="Bisi Adeyemi",
            role="Family Support Worker",
            organisation="shelter",
            agency="The Anchor Family Project",
            telephone="01632 960124",
            email="bisi.adeyemi@shelter.example",
            address="12 Harbour Street, Sallowmouth",
        ),
    ),
    "social": (
        "agy-social",
        Referrer(
            name="Liam Brennan",
            role="Social Worker",
            organisation="social-care",
            agency="Wendlemere Children's Social Care",
            telephone="01632 960125",
            email="liam.brennan@social-care.example",
            address="County Hall, Merebridge",
        ),
    ),
    "gp": (
        "agy-gp",
        Referrer(
            name="Dr Meera Nair",
            role="General Practitioner",
            organisation="gp",
            agency="Marsh Road Surgery",
            telephone="01632 960126",
            email="meera.nair@gp.example",
            address="41 Marsh Road, Cobsea",
        ),
    ),
    "travellers": (
        "agy-tess",
        Referrer(
            name="Rosie Loveridge",
            role="Traveller Liaison Officer",
            organisation="traveller-education",
            agency="Traveller Education Support",
            telephone="01632 960127",
            email="rosie.loveridge@traveller-education.example",
            address="County Hall, Merebridge",
        ),
    ),
    "harrowmarsh": (
        "ola-harrowmarsh",
        Referrer(
            name="Sandra Keeble",
            role="CME Officer",
            organisation="harrowmarsh",
            agency="Harrowmarsh County Council",
            telephone="01632 960160",
            email="sandra.keeble@harrowmarsh.example",
            address="Civic Centre, Harrowmarsh",
        ),
    ),
    "admissions": (
        "adm-1",
        Referrer(
            name="Tom Steward",
            role="Admissions Officer",
            organisation="council",
            agency="Admissions",
            telephone="01632 960130",
            email="tom.steward@wendlemere.example",
        ),
    ),
}
AREA_KEYS = {"City": "city", "North": "north", "Broads and Coast": "broads", "South": "south"}


def from_partner(
    when: When,
    partner: str,
    concern: str,
    *,
    more: str = "",
    kind: ReferralKind = ReferralKind.CME2,
    risk_now: bool = False,
    differs: tuple[tuple[str, object], ...] = (),
    omits: tuple[str, ...] = ("upn",),
    child: str = "",
    again: bool = False,
) -> ReferralReceived:
    """Return a notice from one of the partners; none of them knows a UPN."""
    by, referrer = PARTNERS[partner]
    return ReferralReceived(
        when=when,
        by=by,
        kind=kind,
        referrer=referrer,
        concern=concern,
        more=more,
        risk_now=risk_now,
        differs=differs,
        omits=omits,
        child=child,
        again=again,
    )


def from_public(
    when: When,
    name: str,
    concern: str,
    *,
    role: str = "Neighbour",
    telephone: str = "",
    email: str = "",
    more: str = "",
    differs: tuple[tuple[str, object], ...] = (),
    risk_now: bool = False,
    child: str = "",
    omits: tuple[str, ...] = ("upn", "born_on", "ethnicity", "first_language"),
) -> ReferralReceived:
    """Return a notice from a member of the public, who rarely knows a birthday."""
    return ReferralReceived(
        when=when,
        by="public",
        kind=ReferralKind.CME2,
        concern=concern,
        more=more,
        risk_now=risk_now,
        differs=differs,
        omits=omits,
        child=child,
        referrer=Referrer(
            name=name, role=role, telephone=telephone, email=email, agency="Member of the public"
        ),
    )


def taken(
    when: When,
    *,
    by: str = "cmea-1",
    yes: tuple[str, ...] = (),
    not_known: tuple[str, ...] = (),
    words: str = "",
    child: str = "",
) -> tuple[Step, ...]:
    """Return a notice acknowledged and the safeguarding questions answered."""
    return (
        Acknowledged(when=when, by=by, child=child),
        Screened(when=when, by=by, yes=yes, not_known=not_known, words=words, child=child),
    )


def checked(
    when: When,
    *,
    by: str = "cmea-1",
    words: str = "No pupil of this name and birthday on any roll we hold.",
    child: str = "",
) -> RollChecked:
    """Return a check of every list that found nothing."""
    return RollChecked(when=when, by=by, searched=ALL_LISTS, words=words, child=child)


def registered(
    when: When, reason: str, *circumstances: str, by: str = "cmea-1", child: str = ""
) -> PutOnRegister:
    """Return the entry in the register."""
    return PutOnRegister(when=when, by=by, reason=reason, circumstances=circumstances, child=child)


def sent_to(
    area: str, when: When, *, urgent: bool = False, words: str = "", by: str = "cmea-1", child: str = ""
) -> Cme4Sent:
    """Return a CME 4 to an area."""
    return Cme4Sent(when=when, by=by, area=area, urgent=urgent, words=words, child=child)


def given_to(officer: str, when: When, *, child: str = "") -> OfficerAllocated:
    """Return the allocation of a case to an officer by the manager of that officer's area."""
    return OfficerAllocated(when=when, by=f"arm-{officer.split('-')[1]}", officer=officer, child=child)


def letter(when: When, by: str, visit_on: When, *, child: str = "") -> LetterSent:
    """Return the letter that goes before a visit."""
    return LetterSent(when=when, by=by, template="before a visit", visit_on=visit_on, child=child)


def brought(
    start: int,
    area: str,
    reason: str,
    *circumstances: str,
    urgent: bool = False,
    why: str = "",
    child: str = "",
    yes: tuple[str, ...] = (),
    not_known: tuple[str, ...] = (),
    by: str = "cmea-1",
) -> tuple[Step, ...]:
    """Return a notice taken up from ``start`` working days away: screened that day, checked and sent on the next."""
    following = wd(start + 1)
    return (
        *taken(wd(start), by=by, yes=yes, not_known=not_known, child=child),
        checked(following, by=by, child=child),
        registered(following, reason, *circumstances, by=by, child=child),
        sent_to(area, following, urgent=urgent, words=why, by=by, child=child),
    )


def visited(
    start: int,
    officer: str,
    outcome: VisitOutcome,
    found: EducationFound = EducationFound.NONE,
    *,
    after: int = 5,
    seen: str = "with a parent",
    education: str = "",
    support: str = "",
    words: str = "",
    child_said: str = "",
    child: str = "",
) -> tuple[Step, ...]:
    """Return allocation and letter two working days after ``start``, and the visit ``after`` days after the letter."""
    there = outcome is VisitOutcome.SEEN_LIVING_THERE
    return (
        given_to(officer, wd(start + 2), child=child),
        letter(wd(start + 2), officer, wd(start + 2 + after), child=child),
        Visited(
            when=wd(start + 2 + after),
            by=officer,
            outcome=outcome,
            found=found if there else EducationFound.NOT_KNOWN,
            time_of_day="afternoon",
            seen=seen if there else "not seen",
            education=education,
            support=support,
            words=words,
            child_said=child_said,
            child=child,
        ),
    )


def mother(forename: str, surname: str) -> CastParent:
    """Return a mother."""
    return CastParent(forename=forename, surname=surname)


def father(forename: str, surname: str, *, elsewhere: bool = False) -> CastParent:
    """Return a father, who may live elsewhere."""
    return CastParent(forename=forename, surname=surname, relationship="PAF", elsewhere=elsewhere)


def as_far_as_the_visit(
    ago: int,
    area: str,
    officer: str,
    reason: str,
    *circumstances: str,
    outcome: VisitOutcome = VisitOutcome.SEEN_LIVING_THERE,
    found: EducationFound = EducationFound.NONE,
    words: str = "",
) -> tuple[Step, ...]:
    """Return the ordinary way from the notice, so many weeks ago, to the visit two weeks later."""
    there = outcome is VisitOutcome.SEEN_LIVING_THERE
    return (
        *taken(weeks(-ago)),
        checked(weeks(-ago)),
        registered(weeks(-ago), reason, *circumstances),
        sent_to(area, weeks(-ago)),
        given_to(officer, weeks(-ago + 1)),
        letter(weeks(-ago + 1), officer, weeks(-ago + 2)),
        Visited(
            when=weeks(-ago + 2),
            by=officer,
            outcome=outcome,
            time_of_day="morning",
            words=words,
            found=found if there else EducationFound.NOT_KNOWN,
            seen="with a parent" if there else "not seen",
        ),
    )
