"""The circumstances of paragraph 2.3, each with the team or partner whose advice is sought (2.4).

The paragraph names no partner for each; which one is asked is our own reading [I], and an authority's staff may
ask another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CircumstanceKind:
    """One circumstance: its code, its words, and whom to ask."""

    code: str
    words: str
    ask: str


CIRCUMSTANCES: tuple[CircumstanceKind, ...] = (
    CircumstanceKind("youth-justice", "under youth justice supervision", "the Youth Offending Team"),
    CircumstanceKind("domestic-violence", "fleeing domestic violence", "the domestic abuse service"),
    CircumstanceKind("homeless", "homeless or in temporary housing", "the housing team"),
    CircumstanceKind("runaway", "a young runaway", "the police missing persons team"),
    CircumstanceKind("anti-social", "in a family with anti-social behaviour", "the community safety team"),
    CircumstanceKind("child-protection", "under a child protection plan", "children's social care"),
    CircumstanceKind("substance-misuse", "affected by alcohol or drugs", "the substance misuse service"),
    CircumstanceKind("asylum", "seeking asylum or a refugee", "the asylum and refugee team"),
    CircumstanceKind(
        "new-immigrant", "in a family new to the country", "the ethnic minority achievement team"
    ),
    CircumstanceKind(
        "migrant-worker", "in a family of migrant workers", "the ethnic minority achievement team"
    ),
    CircumstanceKind(
        "mobile-family", "in a highly mobile family", "the Traveller and mobile families service"
    ),
    CircumstanceKind(
        "unsuitable-home-education", "educated at home unsuitably", "the home education officer"
    ),
    CircumstanceKind("bullied", "bullied", "the anti-bullying adviser"),
    CircumstanceKind("discriminated", "discriminated against", "the equalities adviser"),
    CircumstanceKind(
        "exploitation", "at risk of sexual exploitation or trafficking", "children's social care"
    ),
    CircumstanceKind("honour-violence", "at risk of honour-based violence", "children's social care"),
    CircumstanceKind("looked-after", "looked after, or missing from care", "the virtual school"),
    CircumstanceKind("privately-fostered", "privately fostered", "the private fostering team"),
    CircumstanceKind("young-carer", "a young carer", "the young carers service"),
    CircumstanceKind("teenage-parent", "a teenage parent", "the teenage parents adviser"),
    CircumstanceKind("excluded", "permanently excluded", "the Attendance and Exclusions Team"),
    CircumstanceKind("taken-abroad", "taken abroad for long", "the Attendance and Exclusions Team"),
    CircumstanceKind("school-closed", "from a school that has closed", "Admissions"),
    CircumstanceKind(
        "parental-mental-health", "with a parent who is mentally ill", "the adult mental health team"
    ),
    CircumstanceKind(
        "parental-learning", "with a parent with learning difficulties", "the learning disability team"
    ),
    CircumstanceKind(
        "long-term-needs", "with long-term medical or emotional needs", "the medical needs team"
    ),
)

# What tells of harm done or feared: whoever may not read of safeguarding does not read these either.
TELLS_OF_HARM = frozenset(
    {"domestic-violence", "runaway", "child-protection", "exploitation", "honour-violence"}
)

BY_CODE: Mapping[str, CircumstanceKind] = {each.code: each for each in CIRCUMSTANCES}


def circumstance_of(code: str) -> CircumstanceKind:
    """Return the circumstance with this code. Raises ValueError for an unknown one."""
    if code not in BY_CODE:
        raise ValueError(f"unknown circumstance {code!r}: expected one of {', '.join(BY_CODE)}")
    return BY_CODE[code]
