"""What a Common Transfer File holds, as values: the header, the pupils, and all that is sent with each.

Text is as the sender wrote it, without spaces around it; an element that is left out is an empty string, ``None`` or an
empty tuple. Codes are those of the Common Basic Data Set and are kept as received.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Destination(StrEnum):
    """To whom a file is addressed."""

    SCHOOL = "school"
    AUTHORITY = "authority"
    NOT_KNOWN = "not known"  # establishment XXXX: it goes to the Lost Pupil Database
    LEFT_SECTOR = "left the maintained sector"  # MMMM: independent, educated at home, abroad or in Scotland


@dataclass(frozen=True, slots=True)
class School:
    """The sender or the receiver: authority (three characters) and establishment (four)."""

    la: str = ""
    estab: str = ""
    urn: str = ""
    name: str = ""
    academic_year: int | None = None  # the calendar year in which the school year starts; senders only

    @property
    def destination(self) -> Destination:
        """What it means to address a file here.

        >>> School(la="XXX", estab="XXXX").destination.value
        'not known'
        """
        by_estab = {
            "XXXX": Destination.NOT_KNOWN,
            "MMMM": Destination.LEFT_SECTOR,
            "LLLL": Destination.AUTHORITY,
        }
        return by_estab.get(self.estab.upper(), Destination.SCHOOL)


@dataclass(frozen=True, slots=True)
class Header:
    """From whom, to whom, when, and in which version."""

    version: str = ""
    made_at: datetime | None = None
    source: School = School()
    destination: School = School()
    document_name: str = "Common Transfer File"
    qualifier: str = ""  # full or partial
    data_qualifier: str = ""
    data_descriptor: str = ""
    supplier_id: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address, in parts (BS 7666) or in lines; ``as_pupil`` means: the pupil's own, and nothing else is given."""

    as_pupil: bool | None = None
    saon: str = ""
    paon: str = ""
    street: str = ""
    locality: str = ""
    town: str = ""
    administrative_area: str = ""
    post_town: str = ""
    uprn: str = ""
    lines: tuple[str, ...] = ()
    county: str = ""
    postcode: str = ""
    zip_code: str = ""
    country: str = ""
    easting: str = ""
    northing: str = ""

    def all_lines(self) -> tuple[str, ...]:
        """Return the address as it stands on an envelope, without the postcode.

        >>> Address(paon="12", street="Example Street", town="Thetford").all_lines()
        ('12 Example Street', 'Thetford')
        """
        house = " ".join(filter(None, (self.saon, self.paon, self.street)))
        parts = (
            house,
            self.locality,
            self.town,
            self.administrative_area,
            self.post_town,
            *self.lines,
            self.county,
        )
        return tuple(dict.fromkeys(filter(None, parts)))


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number; ``kind`` is F, H, A, M, W or D."""

    kind: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody the school may turn to about the pupil, in order of ``order``; ``relationship`` is a CBDS code."""

    order: int | None = None
    title: str = ""
    surname: str = ""
    forename: str = ""
    middle_names: str = ""
    sex: str = ""
    relationship: str = ""
    responsibility: bool | None = None
    address: Address | None = None
    phones: tuple[Phone, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class SchoolAttended:
    """One school in the pupil's history, the sender's own among them."""

    la: str = ""
    estab: str = ""
    urn: str = ""
    name: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    leaving_reason: str = ""
    is_last: bool | None = None
    removal_grounds: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language and its part in the pupil's life: F for the first, H for the one at home."""

    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FreeMeals:
    """A time in which the pupil could have free school meals."""

    started_on: date | None = None
    ended_on: date | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class SenProvision:
    """The provision for special educational needs since a day: N, K or E."""

    started_on: date | None = None
    provision: str = ""


@dataclass(frozen=True, slots=True)
class SenNeed:
    """A special educational need; rank 1 is the primary one."""

    rank: int | None = None
    kind: str = ""
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class AttendanceYear:
    """A pupil's attendance at one school in one academic year, in sessions (two a day)."""

    year: int | None = None
    la: str = ""
    estab: str = ""
    school_name: str = ""
    possible: int | None = None
    authorised: int | None = None
    attended: int | None = None
    unauthorised: int | None = None
    sessions: str = ""
    started_on: date | None = None
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One result."""

    locale: str = ""
    year: str = ""
    subject: str = ""
    method: str = ""
    component: str = ""
    result_status: str = ""
    result_qualifier: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class KeyStage:
    """The results of one key stage."""

    stage: str = ""
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class CtfPupil:
    """One pupil of a file; ``line`` is where the pupil begins in it, and is no part of what two pupils share."""

    upn: str = ""
    unique_learner_number: str = ""
    uci: str = ""
    surname: str = ""
    forename: str = ""
    birth_date: date | None = None
    sex: str = ""
    former_upn: str = ""
    preferred_surname: str = ""
    former_surname: str = ""
    preferred_forename: str = ""
    former_forename: str = ""
    middle_names: str = ""
    year_group: str = ""
    ethnicity: str = ""
    ethnicity_source: str = ""
    languages: tuple[Language, ...] = ()
    enrolment_status: str = ""
    service_child: str = ""
    medical_flag: bool | None = None
    disabilities: tuple[str, ...] = ()
    free_meals_reviewed_on: date | None = None
    free_meals: tuple[FreeMeals, ...] = ()
    in_care: bool | None = None
    care_authority: str = ""
    sen: tuple[SenProvision, ...] = ()
    sen_needs: tuple[SenNeed, ...] = ()
    address: Address | None = None
    phones: tuple[Phone, ...] = ()
    email: str = ""
    contacts: tuple[Contact, ...] = ()
    attendance: tuple[AttendanceYear, ...] = ()
    key_stages: tuple[KeyStage, ...] = ()
    school_history: tuple[SchoolAttended, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TransferFile:
    """A Common Transfer File."""

    header: Header
    pupils: tuple[CtfPupil, ...] = ()
