"""Who works with the county's children: the authority and its teams, the schools' people, and the partners.

Every person is invented, and the same in every county, whatever its seed. Each has one line of what to try first.
"""

from dataclasses import dataclass

from onroll.demonstration.county.chance import stream
from onroll.demonstration.county.naming import adult, plain
from onroll.demonstration.county.numbers import INVENTED_LA, NEIGHBOUR_LA, landline
from onroll.demonstration.county.places import AREAS, CITY, COUNTY
from onroll.demonstration.county.schools import Establishment

COUNCIL = "council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body whose people sign in or write to us. ``kind`` is a word or two: authority, school, health."""

    key: str
    name: str
    kind: str
    address: str
    telephone: str
    email: str
    la_code: str = ""
    urn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People of one organisation who share work; ``area`` is empty where the team serves the whole county."""

    key: str
    name: str
    organisation: str
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody with an account. ``role`` is a code of the access matrix; ``try_this`` one line for a newcomer."""

    key: str
    name: str
    email: str
    role: str
    job_title: str
    organisation: str
    team: str = ""
    area: str = ""
    urn: int = 0
    designated_safeguarding_lead: bool = False
    telephone: str = ""
    try_this: str = ""


_PARTNERS = (
    (
        "health-visitors",
        "Wendlemere Health Visiting Service",
        "health",
        "The Old Dispensary, Priory Street, Merebridge",
    ),
    (
        "youth-offending",
        "Wendlemere Youth Offending Team",
        "youth justice",
        "Friars House, Castle Street, Merebridge",
    ),
    ("police", "Wendlemere Constabulary", "police", "Police Headquarters, Heath Road, Merebridge"),
    ("housing", "Merebridge Homes", "housing", "Quayside House, Ferry Road, Merebridge"),
    ("shelter", "The Anchor Family Project", "voluntary", "12 Harbour Street, Sallowmouth"),
    (
        "social-care",
        "Wendlemere Children's Social Care",
        "social care",
        "County Hall, Bishop Road, Merebridge",
    ),
    ("gp", "Marsh Road Surgery", "health", "41 Marsh Road, Cobsea"),
    ("hospital", "Queen Ethelburga Hospital, Emergency Department", "health", "Hospital Lane, Merebridge"),
    (
        "traveller-education",
        "Wendlemere Traveller Education Support",
        "education support",
        "County Hall, Merebridge",
    ),
    ("connexions", "Wendlemere Connexions", "post-16 tracking", "Jubilee House, Market Street, Merebridge"),
)
_NEIGHBOURS = (
    ("harrowmarsh", "Harrowmarsh County Council", NEIGHBOUR_LA),
    ("penfold", "Penfold and Carrantown Council", "997"),
)
_AREA_TEAM = {area: f"attendance-{area.lower().replace(' ', '-')}" for area in AREAS}


def organisations(schools: tuple[Establishment, ...]) -> tuple[Organisation, ...]:
    """Return the council, its partners, its neighbours and every school that is open, the council first."""
    council = Organisation(
        key=COUNCIL,
        name=f"{COUNTY} County Council",
        kind="authority",
        la_code=INVENTED_LA,
        address=f"County Hall, Bishop Road, {CITY}, WX1 1AA",
        telephone=landline(1),
        email="cme@wendlemere.example",
    )
    partners = [
        Organisation(
            key=key,
            name=name,
            kind=kind,
            address=f"{address}, {COUNTY}",
            telephone=landline(20 + number),
            email=f"{key}@{key}.example",
        )
        for number, (key, name, kind, address) in enumerate(_PARTNERS)
    ]
    neighbours = [
        Organisation(
            key=key,
            name=name,
            kind="authority",
            la_code=code,
            address="Civic Centre",
            telephone=landline(60 + number),
            email=f"cme@{key}.example",
        )
        for number, (key, name, code) in enumerate(_NEIGHBOURS)
    ]
    taught = [
        Organisation(
            key=f"school-{school.urn}",
            name=school.name,
            kind="school",
            urn=school.urn,
            address=f"{school.street}, {school.town}, {school.postcode}",
            telephone=school.telephone,
            email=school.email,
        )
        for school in schools
        if school.is_open
    ]
    return (council, *partners, *neighbours, *taught)


def teams() -> tuple[Team, ...]:
    """Return the council's teams: one for attendance in each area, and those for the whole county."""
    own = [
        Team(key=_AREA_TEAM[area], name=f"Attendance, {area}", organisation=COUNCIL, area=area)
        for area in AREAS
    ]
    whole = [
        ("cme", "Children missing education"),
        ("admissions", "Admissions"),
        ("home-education", "Services to Home Educators"),
        ("behaviour", "Area Behaviour Team"),
        ("information-governance", "Information governance"),
        ("systems", "Systems"),
    ]
    return (*(Team(key=key, name=name, organisation=COUNCIL) for key, name in whole), *own)


def staff(schools: tuple[Establishment, ...]) -> tuple[Staff, ...]:
    """Return everybody with an account: at least one person for each role but the public, which has none."""
    people: list[Staff] = []
    _add_council(people)
    _add_areas(people)
    _add_partners(people)
    _add_schools(people, schools)
    return tuple(people)


# Those who work for the whole county: key, name, role, team, job and what to try.
_COUNCIL_STAFF = (
    (
        "cmea-1",
        "Farah Iqbal",
        "CMEA",
        "cme",
        "Children Missing Education Assistant",
        "Open Arrived: say whom the newest notice is about, search the rolls, and send a CME 4 to the area.",
    ),
    (
        "cmea-2",
        "Peter Larter",
        "CMEA",
        "cme",
        "Children Missing Education Assistant",
        (
            "Search for Kacper Nowak under a misheard name, then decide whether twins in a new "
            "referral are already known."
        ),
    ),
    (
        "aem-1",
        "Margaret Okafor",
        "AEM",
        "cme",
        "Attendance and Exclusions Manager",
        (
            "See what is late and whose turn it is; read the held case that nobody may act on, and sign for "
            "the hold that somebody asks to lift."
        ),
    ),
    (
        "adm-1",
        "Tom Steward",
        "ADM",
        "admissions",
        "Admissions Officer",
        "Find the children waiting for a place, offer one, and see the case move on.",
    ),
    (
        "adm-2",
        "Agnieszka Wójcik",
        "ADM",
        "admissions",
        "In-year Admissions Officer",
        "Look for offers that nobody has taken up, and ask the school what happened.",
    ),
    (
        "ehe-1",
        "Helen Cubitt",
        "EHE",
        "home-education",
        "Officer for Services to Home Educators",
        "Find a child who is said to be taught at home, check it, and record whether it is suitable.",
    ),
    (
        "abt-1",
        "Marlon Bailey",
        "ABT",
        "behaviour",
        "Area Behaviour Team Leader",
        "Tell us of a pupil who was excluded and waits for provision, and keep the reference.",
    ),
    (
        "abt-2",
        "Siân Parry",
        "ABT",
        "behaviour",
        "Pupil Referral Unit Administrator",
        "Tell us of a pupil of the unit who has stopped coming.",
    ),
    (
        "dpo-1",
        "Ruth Abrahams",
        "DPO",
        "information-governance",
        "Data Protection Officer",
        "See who opened one child's record this week, and take the list away as a table.",
    ),
    (
        "sys-1",
        "Dominic Peacock",
        "SYS",
        "systems",
        "Systems Administrator",
        "Invite a new officer, and see that you cannot open any case yourself.",
    ),
)


def _add_council(people: list[Staff]) -> None:
    """Add the people who work for the whole county."""
    for key, name, role, team, job, try_this in _COUNCIL_STAFF:
        people.append(
            _officer(key, name, role, job, COUNCIL, "wendlemere.example", team=team, try_this=try_this)
        )


_AREA_STAFF = {
    "City": ("Denise Rudd", "Samir Haddad", ("Chloe Tooley", "Abdi Warsame", "Joanne Marsh", "Piotr Mazur")),
    "North": ("Keith Howes", "Bridget Nolan", ("Emma Thurlow", "Callum Gedge", "Nasreen Akhtar")),
    "Broads and Coast": ("Angela Pye", "Robert Bunn", ("Lucy Fenn", "Grace Mensah")),
    "South": ("Simon Catchpole", "Harjit Gill", ("Daniel Rix", "Vera Ivanova", "Olive Tuck")),
}


def _add_areas(people: list[Staff]) -> None:
    """Add each area's lead, its attendance manager, and two to four officers who visit."""
    for area, (lead, manager, officers) in _AREA_STAFF.items():
        team, short = _AREA_TEAM[area], area.split()[0].lower()
        people.append(
            _officer(
                f"arl-{short}",
                lead,
                "ARL",
                "Area Lead for Children Missing Education",
                COUNCIL,
                "wendlemere.example",
                team=team,
                area=area,
                try_this="Open the register of your area, and see what is late and with whom.",
            )
        )
        people.append(
            _officer(
                f"arm-{short}",
                manager,
                "ARM",
                "Area Attendance Manager",
                COUNCIL,
                "wendlemere.example",
                team=team,
                area=area,
                try_this="Give the CME 4 that has just come to an officer, and see under All which visits run late.",
            )
        )
        for number, name in enumerate(officers, start=1):
            people.append(
                _officer(
                    f"aio-{short}-{number}",
                    name,
                    "AIO",
                    "Attendance Improvement Officer",
                    COUNCIL,
                    "wendlemere.example",
                    team=team,
                    area=area,
                    try_this="Open your next visit, write to the family, and record what you found at the door.",
                )
            )


def _add_partners(people: list[Staff]) -> None:
    """Add one person of each partner, and one of each neighbouring authority."""
    for key, name, role, job, organisation in (
        ("agy-health", "Nicola Barrett", "AGY", "Health Visitor", "health-visitors"),
        ("agy-yot", "Trevor Grant", "AGY", "Youth Justice Worker", "youth-offending"),
        ("agy-police", "Sergeant Amy Holt", "AGY", "Child Protection Officer", "police"),
        ("agy-housing", "Kelly Frost", "AGY", "Tenancy Support Officer", "housing"),
        ("agy-shelter", "Bisi Adeyemi", "AGY", "Family Support Worker", "shelter"),
        ("agy-social", "Liam Brennan", "AGY", "Social Worker", "social-care"),
        ("agy-gp", "Dr Meera Nair", "AGY", "General Practitioner", "gp"),
        ("agy-tess", "Rosie Loveridge", "AGY", "Traveller Liaison Officer", "traveller-education"),
        ("cnx-1", "Ian Lambert", "CNX", "Post-16 Tracking Officer", "connexions"),
        ("ola-harrowmarsh", "Sandra Keeble", "OLA", "CME Officer", "harrowmarsh"),
        ("ola-penfold", "Oluwaseun Ojo", "OLA", "Education Welfare Officer", "penfold"),
    ):
        try_this = {
            "AGY": "Tell the authority about a child you are worried about, then see what became of the last one.",
            "CNX": "Tell us of a young person who seems to be on no roll, and keep the reference.",
            "OLA": "Tell us of a child who has moved here from you, and see the thanks in the mailbox.",
        }[role]
        people.append(
            _officer(key, name, role, job, organisation, f"{organisation}.example", try_this=try_this)
        )


def _add_schools(people: list[Staff], schools: tuple[Establishment, ...]) -> None:
    """Add the office of the first school of several kinds, and one safeguarding lead."""
    wanted = ("secondary18", "primary", "secondary", "first", "special", "pru", "independent", "all_through")
    for number, kind in enumerate(wanted, start=1):
        school = next((each for each in schools if each.kind == kind and each.is_open), None)
        if school is None:
            continue
        person = adult(stream(7, 4, number))
        people.append(
            _officer(
                f"sch-{number}",
                f"{person.forename} {person.surname}",
                "SCH",
                "Attendance Officer",
                f"school-{school.urn}",
                school.domain,
                urn=school.urn,
                area=school.area,
                try_this=f"Tell us of a pupil of {school.name} who has stopped coming, and see what became of it.",
            )
        )
    first = next(school for school in schools if school.kind == "secondary18" and school.is_open)
    people.append(
        _officer(
            "sch-dsl",
            "Nadia Rahman",
            "SCH",
            "Designated Safeguarding Lead",
            f"school-{first.urn}",
            first.domain,
            urn=first.urn,
            area=first.area,
            lead=True,
            try_this="Tell us of a pupil who has stopped coming and may be at risk of harm.",
        )
    )


def _officer(
    key: str,
    name: str,
    role: str,
    job: str,
    organisation: str,
    domain: str,
    *,
    team: str = "",
    area: str = "",
    urn: int = 0,
    lead: bool = False,
    try_this: str = "",
) -> Staff:
    words = [word for word in plain(name).replace("'", "").lower().split() if word not in ("dr", "sergeant")]
    return Staff(
        key=key,
        name=name,
        email=f"{'.'.join(words)}@{domain}",
        role=role,
        job_title=job,
        organisation=organisation,
        team=team,
        area=area,
        urn=urn,
        designated_safeguarding_lead=lead,
        try_this=try_this,
        telephone=landline(100 + sum(map(ord, key)) % 800),
    )
