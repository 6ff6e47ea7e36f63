"""Which element of the file is which part of which value, in the order of the file: one table, read and written by.

Source: the structure as DfE's own writers and several suppliers' have it; no schema was to be had, so the order within
``BasicDetails`` and below is the best known and not proven. A contact's ``Gender`` is written so because no
writer since version 25, where the pupil's became ``Sex``, was seen to write contacts.
"""

from dataclasses import dataclass
from typing import Any, Literal

from rulebook.ctf import layout

Kind = Literal["text", "date", "moment", "number", "flag"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element with text: it fills ``field``. ``older`` are names that it had in earlier versions."""

    element: str
    field: str
    kind: Kind = "text"
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """An element that repeats and holds text; all fill ``field``. Numbered ones are AddressLine1, AddressLine2."""

    element: str
    field: str
    numbered_to: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """An element that only wraps parts of the same value."""

    element: str
    parts: "Parts"


@dataclass(frozen=True, slots=True)
class One:
    """An element that is a value of its own."""

    element: str
    field: str
    type: type[Any]
    parts: "Parts"


@dataclass(frozen=True, slots=True)
class Many:
    """An element that repeats, each a value of its own."""

    element: str
    field: str
    type: type[Any]
    parts: "Parts"


Part = Leaf | Texts | Group | One | Many
Parts = tuple[Part, ...]

_SCHOOL: Parts = (
    Leaf("LEA", "la", older=("LA",)),
    Leaf("Estab", "estab"),
    Leaf("URN", "urn"),
    Leaf("SchoolName", "name"),
    Leaf("AcademicYear", "academic_year", "number"),
)

HEADER: Parts = (
    Leaf("DocumentName", "document_name"),
    Leaf("CTFversion", "version"),
    Leaf("DateTime", "made_at", "moment"),
    Leaf("DocumentQualifier", "qualifier"),
    Leaf("DataQualifier", "data_qualifier"),
    Leaf("DataDescriptor", "data_descriptor"),
    Leaf("SupplierID", "supplier_id"),
    One("SourceSchool", "source", layout.School, _SCHOOL),
    One("DestSchool", "destination", layout.School, _SCHOOL),
)

_ADDRESS: Parts = (
    Leaf("AddressAsPupil", "as_pupil", "flag"),
    Group(
        "BS7666Address",
        (
            Leaf("SAON", "saon"),
            Leaf("PAON", "paon"),
            Leaf("Street", "street"),
            Leaf("Locality", "locality"),
            Leaf("Town", "town"),
            Leaf("AdministrativeArea", "administrative_area"),
            Leaf("PostTown", "post_town"),
            Leaf("UniquePropertyReferenceNumber", "uprn"),
        ),
    ),
    Group("AddressLines", (Texts("AddressLine", "lines", numbered_to=5),)),
    Leaf("County", "county"),
    Leaf("PostCode", "postcode"),
    Leaf("Zip", "zip_code"),
    Leaf("Country", "country"),
    Leaf("Easting", "easting"),
    Leaf("Northing", "northing"),
)

_PHONES: Parts = (
    Group(
        "Phones",
        (Many("Phone", "phones", layout.Phone, (Leaf("TelephoneType", "kind"), Leaf("PhoneNo", "number"))),),
    ),
)

_CONTACT: Parts = (
    Leaf("Order", "order", "number"),
    Leaf("Title", "title"),
    Leaf("Surname", "surname"),
    Leaf("Forename", "forename"),
    Leaf("MiddleNames", "middle_names"),
    Leaf("Gender", "sex", older=("Sex",)),
    Leaf("Relationship", "relationship"),
    Leaf("Responsibility", "responsibility", "flag"),
    One("Address", "address", layout.Address, _ADDRESS),
    *_PHONES,
    Leaf("Email", "email"),
)

_BASIC_DETAILS: Parts = (
    Leaf("FormerUPN", "former_upn"),
    Leaf("PreferredSurname", "preferred_surname"),
    Leaf("FormerSurname", "former_surname"),
    Leaf("PreferredForename", "preferred_forename"),
    Leaf("FormerForename", "former_forename"),
    Leaf("MiddleNames", "middle_names"),
    Leaf("NCyearActual", "year_group"),
    Leaf("Ethnicity", "ethnicity"),
    Leaf("EthnicitySource", "ethnicity_source"),
    Group(
        "Languages",
        (
            Many(
                "Type", "languages", layout.Language, (Leaf("LanguageType", "kind"), Leaf("Language", "code"))
            ),
        ),
    ),
    Leaf("EnrolStatus", "enrolment_status"),
    Leaf("ServiceChild", "service_child"),
    Leaf("MedicalFlag", "medical_flag", "flag"),
    Group("Disabilities", (Texts("Disability", "disabilities"),)),
)

_FREE_MEALS: Parts = (
    Leaf("FSMstartDate", "started_on", "date"),
    Leaf("FSMendDate", "ended_on", "date"),
    Leaf("UKcountry", "country"),
)

_SEN: Parts = (
    Many(
        "SEN",
        "sen",
        layout.SenProvision,
        (Leaf("StartDate", "started_on", "date"), Leaf("SENprovision", "provision")),
    ),
    Group(
        "SENneeds",
        (
            Many(
                "SENneed",
                "sen_needs",
                layout.SenNeed,
                (
                    Leaf("SENtypeRank", "rank", "number"),
                    Leaf("SENtype", "kind"),
                    Leaf("SENtypeStartDate", "started_on", "date"),
                    Leaf("SENtypeEndDate", "ended_on", "date"),
                ),
            ),
        ),
    ),
)

_YEAR: Parts = (
    Leaf("Year", "year", "number"),
    Leaf("LEA", "la", older=("LA",)),
    Leaf("Estab", "estab"),
    Leaf("SchoolName", "school_name"),
    Leaf("SessionsPossible", "possible", "number"),
    Leaf("SessionsAuthorised", "authorised", "number"),
    Leaf("SessionsAttended", "attended", "number"),
    Leaf("SessionsUnauthorised", "unauthorised", "number"),
    Leaf("AttendSessions", "sessions"),
    Leaf("AttendanceStartDate", "started_on", "date"),
    Leaf("AttendanceMarks", "marks"),
)

_KEY_STAGE: Parts = (
    Leaf("Stage", "stage"),
    Many(
        "StageAssessment",
        "assessments",
        layout.Assessment,
        (
            Leaf("Locale", "locale"),
            Leaf("Year", "year"),
            Leaf("Subject", "subject"),
            Leaf("Method", "method"),
            Leaf("Component", "component"),
            Leaf("ResultStatus", "result_status"),
            Leaf("ResultQualifier", "result_qualifier"),
            Leaf("Result", "result"),
        ),
    ),
)

_SCHOOL_ATTENDED: Parts = (
    Leaf("LEA", "la", older=("LA",)),
    Leaf("Estab", "estab"),
    Leaf("URN", "urn"),
    Leaf("SchoolName", "name"),
    Leaf("EntryDate", "entered_on", "date"),
    Leaf("LeavingDate", "left_on", "date"),
    Leaf("LeavingReason", "leaving_reason"),
    Leaf("LastSchool", "is_last", "flag"),
    Leaf("RemovalGrounds", "removal_grounds"),
)

PUPIL: Parts = (
    Leaf("UPN", "upn"),
    Leaf("UniqueLearnerNumber", "unique_learner_number"),
    Leaf("UCI", "uci"),
    Leaf("Surname", "surname"),
    Leaf("Forename", "forename"),
    Leaf("DOB", "birth_date", "date"),
    Leaf("Sex", "sex", older=("Gender",)),
    Group("BasicDetails", _BASIC_DETAILS),
    Group(
        "FSMhistory",
        (
            Leaf("FSMreviewDate", "free_meals_reviewed_on", "date"),
            Many("FSMinstance", "free_meals", layout.FreeMeals, _FREE_MEALS),
        ),
    ),
    Group("LookedAfter", (Leaf("InCare", "in_care", "flag"), Leaf("CareAuthority", "care_authority"))),
    Group("SENhistory", _SEN),
    One("Address", "address", layout.Address, _ADDRESS),
    *_PHONES,
    Leaf("Email", "email"),
    Group("Contacts", (Many("Contact", "contacts", layout.Contact, _CONTACT),)),
    Group("Attendance", (Many("YearData", "attendance", layout.AttendanceYear, _YEAR),)),
    Group("StageAssessments", (Many("KeyStage", "key_stages", layout.KeyStage, _KEY_STAGE),)),
    Group("SchoolHistory", (Many("School", "school_history", layout.SchoolAttended, _SCHOOL_ATTENDED),)),
)
