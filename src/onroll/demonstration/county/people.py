"""The people of the county as plain values: families, their children, and where each child is educated.

Named tuples, because a county for measuring with has a million of them.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onroll.demonstration.county.naming import plain
from onroll.demonstration.county.numbers import nhs_number
from onroll.demonstration.county.places import Address
from onroll.demonstration.county.school_year import year_group_name


class Situation(StrEnum):
    """How a child really stands on the county's day: what an authority would give much to know."""

    ON_ROLL = "on the roll of a school in the county"
    OUT_OF_COUNTY = "on the roll of a school outside the county"
    HOME_EDUCATED = "educated at home"
    OTHERWISE = "educated otherwise than at a school"
    NO_ROLL = "on no roll"
    TOO_YOUNG = "below compulsory school age"
    OVER_AGE = "over compulsory school age"
    DIED = "has died"
    MOVED_AWAY = "no longer lives in the county"


class Enrolment(NamedTuple):
    """A child's time on one school's admission register; ``ended_on`` is the day of deletion.

    ``urn`` is nought for a school outside the county, which ``elsewhere`` then names. ``status`` is the CBDS enrolment
    status, ``leaving_reason`` the CBDS leaving reason, ``ground`` the regulation under which the name was deleted.
    """

    urn: int
    started_on: date
    ended_on: date | None = None
    status: str = "C"
    leaving_reason: str = ""
    ground: str = ""
    destination_urn: int = 0
    destination: str = ""
    elsewhere: str = ""


class Exclusion(NamedTuple):
    """A suspension or permanent exclusion; ``days`` counts school days and is nought for a permanent one."""

    urn: int
    category: str
    reason: str
    began_on: date
    days: int


class Parent(NamedTuple):
    """Somebody who brings a child up; ``home`` is the place of their address among the family's."""

    forename: str
    surname: str
    relationship: str
    responsible: bool
    phone: str
    home: int

    @property
    def email(self) -> str:
        """An address in a domain that can never exist."""
        name = plain(f"{self.forename}.{self.surname}").lower()
        return (
            "".join(letter for letter in name if letter.isalnum() or letter == ".")
            + f"{self.phone[-3:]}@mail.example"
        )


class Child(NamedTuple):
    """One child as he or she really is; what lists say of the child is another matter.

    ``year`` is the year group, 0 for reception. ``homes`` are places in the family's addresses, the main one first.
    ``moved_in_on`` and ``came_from`` are for children who were not always here. ``reason`` says why a child is on no
    roll, in the Department's words; ``known`` whether the authority has been told.
    """

    number: int
    upn: str
    former_upn: str
    forename: str
    middle_names: str
    surname: str
    known_as: str
    former_surname: str
    sex: str
    born_on: date
    year: int
    ethnicity: str
    language: str
    sen: str
    need: str
    looked_after: bool
    service_child: bool
    twin: bool
    homes: tuple[int, ...]
    enrolments: tuple[Enrolment, ...]
    exclusions: tuple[Exclusion, ...]
    situation: Situation
    reason: str = ""
    known: bool = False
    moved_in_on: date | None = None
    came_from: str = ""
    story: str = ""

    @property
    def name(self) -> str:
        """First name then family name, as screens show it."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def year_group(self) -> str:
        """The year group as schools write it, or nothing."""
        return year_group_name(self.year)

    @property
    def nhs_number(self) -> str:
        """The child's NHS number, from the range for tests; empty where it is not known."""
        return nhs_number(self.number)

    @property
    def enrolment(self) -> Enrolment | None:
        """The main enrolment that stands, if any."""
        return next(
            (spell for spell in self.enrolments if spell.ended_on is None and spell.status != "S"), None
        )

    @property
    def on_roll(self) -> bool:
        """Whether the child is on any school's roll, in the county or outside it."""
        return any(spell.ended_on is None for spell in self.enrolments)


class Family(NamedTuple):
    """A household with children: one or two homes, those who bring the children up, and the children."""

    number: int
    locality: int
    community: str
    homes: tuple[Address, ...]
    parents: tuple[Parent, ...]
    children: tuple[Child, ...]
    traits: tuple[str, ...] = ()

    def home_of(self, child: Child) -> Address:
        """Return where the child mainly lives."""
        return self.homes[child.homes[0]]
