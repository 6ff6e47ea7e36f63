"""The words of a document: what is filled in stays text, and a wrong field is refused by its name."""

import pytest

from onroll.documents.kinds import BY_CODE, DOCUMENTS, Kind, Layout
from onroll.documents.wording import check, fill, read, sample_values
from onroll.release.models import Message
from rulebook.disclosure import product_of
from rulebook.disclosure.products import NEVER_IN_ANY

VISIT = BY_CODE["before-visit"]
LONGEST_KIND = Message._meta.get_field("kind").max_length
MUST = "{visit_on} {reach_us} {basis} {how_to_correct_us}"


def filled(body: str, **values: str) -> str:
    return fill(VISIT, title="A visit", body=body, values=values).text


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.code)
def test_the_words_supplied_are_allowed_and_leave_no_field_empty(kind: Kind) -> None:
    title, body = kind.supplied

    assert check(kind, title=title, body=body) == ()
    words = fill(kind, title=title, body=body, values=sample_values(kind))
    assert "{" not in words.title + words.text
    assert kind.basis in words.text


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if kind.product], ids=lambda kind: kind.code)
def test_what_leaves_knows_no_upn_and_no_referrer(kind: Kind) -> None:
    assert not NEVER_IN_ANY & set(kind.by_name)
    assert product_of(kind.product).code == kind.product
    assert len(kind.name) <= LONGEST_KIND, "a message keeps no more of it"


@pytest.mark.parametrize(
    "kind", [kind for kind in DOCUMENTS if kind.layout is Layout.LETTER], ids=lambda k: k.code
)
def test_every_letter_states_its_basis_and_how_to_correct_us(kind: Kind) -> None:
    assert {"basis", "how_to_correct_us"} <= set(kind.must)


def test_what_somebody_typed_becomes_neither_heading_nor_list_nor_field() -> None:
    words = fill(
        VISIT,
        title="A visit",
        body="{officer_name} comes.",
        values={"officer_name": "# Jo\n- {visit_on}\n---", "visit_on": "Monday"},
    )

    assert [(block.kind, block.lines) for block in words.blocks] == [
        ("paragraph", ("# Jo", "- {visit_on}", "--- comes."))
    ]


def test_what_cannot_be_seen_is_taken_out_of_what_is_filled_in() -> None:
    assert filled("{officer_name} comes.", officer_name="Jo\u202e M\u200bartlet\x07") == "Jo Martlet comes."


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("You meet {officer_name}.\n\nOn {visit_on}.", "On Monday."),
        ("- Day: {visit_on}\n- With: {officer_name}", "- Day: Monday"),
        ("# Who comes\n\n{officer_name}\n\n# When\n\n{visit_on}", "When\n\nMonday"),
        ("{officer_name}\n{visit_on}", "Monday"),
    ],
    ids=["a paragraph", "an item of a list", "a heading with nothing under it", "a line"],
)
def test_a_line_that_names_what_we_do_not_have_is_left_out(body: str, left: str) -> None:
    assert filled(body, visit_on="Monday", officer_name="") == left


def test_the_fields_that_stand_in_the_words_are_told_and_no_others() -> None:
    words = fill(
        VISIT,
        title="A visit",
        body="{visit_on} {visit_on}\n{officer_name}",
        values={"visit_on": "Monday", "officer_name": "", "child_called": "Rowan"},
    )

    assert words.used == ("visit_on",)


def test_a_value_of_which_the_document_knows_nothing_cannot_enter() -> None:
    with pytest.raises(ValueError, match="may not hold \\['upn'\\]"):
        filled("{visit_on}", upn="A123456789012")


@pytest.mark.parametrize(
    ("title", "body", "code", "says"),
    [
        ("A visit", MUST + " {upn}", "field-unknown", "{upn}"),
        ("A visit", "{visit_on} {reach_us} {basis}", "field-missing", "{how_to_correct_us}"),
        ("A visit", MUST + " {visit_on", "brace-alone", "brace"),
        ("A visit for {child_called}", MUST, "title-personal", "{child_called}"),
        ("", MUST, "title-missing", "title"),
        ("A visit", MUST + "\n\n---", "rows-in-letter", "three dashes"),
        ("A visit", MUST + " x" * 4000, "words-long", "8000"),
    ],
)
def test_wrong_words_are_refused_by_name(title: str, body: str, code: str, says: str) -> None:
    (found,) = check(VISIT, title=title, body=body)

    assert found.code == code
    assert says in found.words


def test_a_form_needs_one_place_for_its_rows() -> None:
    words = "{basis} {how_to_correct_us}"

    assert [found.code for found in check(BY_CODE["cme2"], title="CME 2", body=words)] == ["rows-place"]
    assert check(BY_CODE["cme2"], title="CME 2", body=f"{words}\n\n---\n\nBelow.") == ()


def test_a_body_reads_as_it_is_written() -> None:
    blocks = read("Above\nand on\r\n\r\n\n# Head\n- one\n- two\nafter")

    assert [(block.kind, block.lines) for block in blocks] == [
        ("paragraph", ("Above", "and on")),
        ("heading", ("Head",)),
        ("list", ("one", "two")),
        ("paragraph", ("after",)),
    ]
