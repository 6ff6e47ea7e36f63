"""The published samples, and invented files for the laws of reading and writing."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rulebook.ctf import layout
from rulebook.ctf.layout import CtfPupil, Header, School, TransferFile

PUBLISHED = Path(__file__).parents[2] / "published" / "ctf"
SAMPLES = sorted(PUBLISHED.glob("*.xml"))
LOST = (PUBLISHED / "synthetic-lost-pupil-926xxxx.xml").read_bytes()

HEADER = Header(
    version="25.0",
    made_at=datetime(2025, 11, 14, 15, 42, 10),
    qualifier="full",
    supplier_id="EXAMPLE",
    source=School(la="926", estab="4000", name="Example Academy", academic_year=2025),
    destination=School(la="XXX", estab="XXXX"),
)
PUPIL = CtfPupil(
    upn="Y926400026001", surname="Testlost", forename="Rowan", birth_date=date(2014, 3, 9), sex="F"
)
FILE = TransferFile(HEADER, (PUPIL,))


def file_with(**changes: Any) -> TransferFile:
    """Return the smallest file whose pupil has ``changes``."""
    return TransferFile(HEADER, (replace(PUPIL, **changes),))


def document(pupils: str, *, version: str = "25.0", head: str = "") -> bytes:
    """Return a file with a good header and the pupils given as XML."""
    return f"""{head}<CTfile>
  <Header><DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>
    <SourceSchool><LEA>926</LEA><Estab>4000</Estab></SourceSchool>
    <DestSchool><LEA>926</LEA><Estab>2001</Estab></DestSchool></Header>
  <CTFpupilData>{pupils}</CTFpupilData>
</CTfile>""".encode()


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=8
).filter(lambda text: text == text.strip())
maybe = st.just("") | words
numbers = st.none() | st.integers(0, 10_000)
flags = st.none() | st.booleans()
days = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31))


def some(kind: type[Any], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return tuples of ``kind``, none of which is empty."""
    return st.lists(st.builds(kind, **fields).filter(lambda one: one != kind()), max_size=2).map(tuple)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return ``None`` or a value that is not empty."""
    return st.none() | strategy.filter(lambda one: one != type(one)())


addresses = st.builds(
    layout.Address,
    as_pupil=flags,
    paon=maybe,
    street=maybe,
    uprn=maybe,
    lines=st.lists(words, max_size=5).map(tuple),
    postcode=maybe,
)
phones = some(layout.Phone, kind=maybe, number=maybe)
contacts = some(
    layout.Contact,
    order=numbers,
    surname=maybe,
    sex=maybe,
    responsibility=flags,
    address=optional(addresses),
    phones=phones,
    email=maybe,
)
key_stages = some(
    layout.KeyStage, stage=maybe, assessments=some(layout.Assessment, subject=maybe, result=maybe, year=maybe)
)
pupils = st.builds(
    CtfPupil,
    upn=st.sampled_from(("Y926400026001", "H801200001001", "X00180001701A")),
    unique_learner_number=maybe,
    surname=words,
    forename=words,
    birth_date=st.dates(date(2000, 1, 1), date(2025, 1, 1)),
    sex=st.sampled_from("MF"),
    former_surname=maybe,
    middle_names=maybe,
    ethnicity=maybe,
    languages=some(layout.Language, kind=maybe, code=maybe),
    medical_flag=flags,
    disabilities=st.lists(words, max_size=3).map(tuple),
    free_meals_reviewed_on=days,
    free_meals=some(layout.FreeMeals, started_on=days, ended_on=days, country=maybe),
    in_care=flags,
    care_authority=maybe,
    sen=some(layout.SenProvision, started_on=days, provision=maybe),
    sen_needs=some(layout.SenNeed, rank=numbers, kind=maybe, started_on=days),
    address=optional(addresses),
    phones=phones,
    contacts=contacts,
    attendance=some(layout.AttendanceYear, year=numbers, possible=numbers, marks=maybe, started_on=days),
    key_stages=key_stages,
    school_history=some(
        layout.SchoolAttended, la=maybe, entered_on=days, is_last=flags, removal_grounds=maybe
    ),
)
files = st.builds(
    TransferFile,
    header=st.builds(
        Header,
        version=st.sampled_from(("25.0", "26.0", "27.0")),
        made_at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
            lambda at: at.replace(microsecond=0)
        ),
        qualifier=st.sampled_from(("full", "partial")),
        supplier_id=maybe,
        source=st.just(HEADER.source),
        destination=st.sampled_from((School("XXX", "XXXX"), School("MMM", "MMMM"), School("926", "LLLL"))),
    ),
    pupils=st.lists(pupils, min_size=1, max_size=3).map(tuple),
)
