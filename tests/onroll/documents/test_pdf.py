"""A document as a PDF: a screen reader can read it, its bytes are the same each time, nothing typed is a program."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from onroll.documents import papers
from onroll.documents.kinds import DOCUMENTS, Kind, Layout
from onroll.documents.papers import Addressed, Choice, Paper, Part, Row
from onroll.documents.queries import InForce
from onroll.documents.wording import sample_values
from tests.onroll.documents.reading import opened, places_of, tags, text_of

AT = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
TO = Addressed(
    name="Liska Testlost",
    lines=["3 Ropewalk", "Merebridge", "WX1 2AB"],
    on=date(2026, 11, 30),
    reference="K-7KQ2-MXAB",
)
ROWS = Part(
    heading="The child",
    rows=(
        Row(label="Name of child", answer="Rowan Testlost"),
        Row(label="Seen", choices=(Choice(words="Yes", ticked=True), Choice(words="No"))),
        Row(label="Other information"),
    ),
)


def sample(kind: Kind, **given: Any) -> Paper:
    """Return a document in the words supplied, filled with invented examples."""
    title, body = kind.supplied
    wording = InForce(title=title, body=body)
    values = sample_values(kind) | given
    if kind.layout is Layout.LETTER:
        return papers.letter(kind.code, values=values, to=TO, wording=wording)
    return papers.form(kind.code, values=values, parts=[ROWS], wording=wording)


@pytest.mark.requirement("FORM-1", "FORM-2", "FORM-3", "FORM-4")
@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.code)
def test_a_screen_reader_can_read_every_document(kind: Kind) -> None:
    content = sample(kind).printed(at=AT).content

    pdf = opened(content)
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"]
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    found = tags(content)
    assert found.count("/H1") == 1
    assert "/Table" in found or kind.layout is Layout.LETTER
    assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.01)


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.code)
def test_the_same_words_at_the_same_moment_are_the_same_bytes(kind: Kind) -> None:
    first, second = sample(kind).printed(at=AT), sample(kind).printed(at=AT)

    assert first.content == second.content
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()
    assert sample(kind).printed(at=AT + timedelta(days=1)).sha256 != first.sha256


def test_a_letter_is_read_from_the_council_to_the_signature() -> None:
    kind = next(each for each in DOCUMENTS if each.code == "before-visit")

    said = text_of(sample(kind).printed(at=AT).content)

    order = (
        "Liska Testlost", "WX1 2AB", "30 November 2026", "K-7KQ2-MXAB", "Dear Liska Testlost,",
        "We would like to visit you", "Thursday 17 December 2026", "section 436A",
        "If anything in this letter is wrong", "Children missing education",
    )  # fmt: skip
    assert sorted(order, key=said.index) == list(order)


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("read as a program")',
        "*bold* _slanted_ $x^2$ = heading @label <label>",
        '"); #read("/etc/passwd") //',
        "\\u{41} // comment /* and */ `raw`",
    ],
)
def test_what_somebody_typed_is_shown_as_they_typed_it(typed: str) -> None:
    kind = next(each for each in DOCUMENTS if each.code == "before-visit")

    said = text_of(sample(kind, child_called=typed).printed(at=AT).content)

    assert typed.replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize(
    "name", ["Łukasz Dvořák", "Nguyễn Thị Hồng", "Иван Петров", "Γιώργος", "שרה", "O’Brien-Ñuñez"]
)
def test_names_of_many_scripts_are_printed(name: str) -> None:
    kind = next(each for each in DOCUMENTS if each.code == "before-visit")

    said = text_of(sample(kind, officer_name=name).printed(at=AT).content)

    assert "□" not in said
    assert set(name.split()[0]) <= set(said)


def test_a_letter_that_no_font_can_write_is_shown_as_a_box_and_stops_nothing() -> None:
    kind = next(each for each in DOCUMENTS if each.code == "before-visit")

    assert "□□" in text_of(sample(kind, officer_name="王芳").printed(at=AT).content)


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    """A sheet folded in three may slip in a DL envelope: 57 to 81 mm from its top is seen however it lies (BS 4264)."""
    kind = next(each for each in DOCUMENTS if each.code == "before-visit")
    six = Addressed(name="Liska Testlost", lines=list("ABCDEFG"), on=TO.on)
    content = (
        papers.letter(kind.code, values={}, to=six, wording=InForce(title="T", body="B"))
        .printed(at=AT)
        .content
    )

    assert six.window == ["Liska Testlost", "A", "B", "C", "D", "E, F, G"]
    places = places_of(content)
    address = [each for each in places if 50 < each[1] < 85]
    assert len(address) == 6, places
    assert all(20 <= across <= 30 and 59.5 <= down <= 81 for across, down in address), address


def test_only_our_own_fonts_are_used() -> None:
    pdf = opened(sample(DOCUMENTS[0]).printed(at=AT).content)
    names = {str(font.BaseFont).split("+")[-1] for font in pdf.pages[0].Resources.Font.values()}

    assert names <= {"PublicSans-Regular", "PublicSans-Bold", "DejaVuSans"}
