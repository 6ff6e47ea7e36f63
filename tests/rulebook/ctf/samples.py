"""The published samples, and invented files for the laws of reading and writing."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

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


def record_of(kind: type[Any], **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return records with any of their fields filled, by the type of each; ``said`` are those that must be more."""
    hints = get_type_hints(kind)
    fields = {one.name: _value_of(hints[one.name]) for one in dataclass_fields(kind) if one.name != "line"}
    # What is left out is as good as empty, and most fields of most files are: it keeps a file small enough to look at.
    return st.fixed_dictionaries(said, optional={k: v for k, v in fields.items() if k not in said}).map(
        lambda values: kind(**values)
    )


def _value_of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in SIMPLE:
        return SIMPLE[hint]
    if get_origin(hint) is tuple:
        (inner, _) = get_args(hint)
        some = words if inner is str else record_of(inner).filter(lambda one: one != inner())
        return st.lists(some, max_size=2).map(tuple)
    (inner,) = (one for one in get_args(hint) if one is not type(None))
    return record_of(inner).filter(lambda one: one != inner())


SIMPLE = {str: words, int | None: numbers, bool | None: flags, date | None: days}
pupils = record_of(
    CtfPupil,
    upn=st.sampled_from(("Y926400026001", "H801200001001", "X00180001701A")),
    surname=words,
    forename=words,
    birth_date=st.dates(date(2000, 1, 1), date(2025, 1, 1)),
    sex=st.sampled_from("MF"),
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
