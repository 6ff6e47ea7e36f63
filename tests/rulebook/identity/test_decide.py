"""What the evidence weighs, and what is proposed."""

import dataclasses
import json
import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from rulebook.identity import decide, weigh
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Decision, Match, assess
from rulebook.identity.levels import INTERACTIONS, LEVELS, MISSING
from tests.rulebook.identity.strategies import records

BORN = date(2015, 3, 9)
ETHAN = IdentityRecord("Ethan", "Rowbottom", birth_date=BORN, sex="M", postcode="NR1 3JU")


def with_(record: IdentityRecord, **changes: object) -> IdentityRecord:
    return dataclasses.replace(record, **changes)  # type: ignore[arg-type]


def codes(match: Match) -> list[str]:
    return [warning.code for warning in match.warnings]


SAME = [
    (ETHAN, ETHAN, "one record twice"),
    (ETHAN, with_(ETHAN, postcode="IP24 1AA"), "moved"),
    (ETHAN, with_(ETHAN, birth_date=date(2015, 9, 3)), "day and month changed about"),
    (ETHAN, with_(ETHAN, forenames="Rowbottom", surname="Ethan", postcode=""), "names changed about"),
    (
        with_(ETHAN, upn="H801200001001"),
        with_(ETHAN, surname="Priorname", upn="H801200001001"),
        "a new surname, the UPN",
    ),
    (with_(ETHAN, surname="Smith-Rowbottom"), ETHAN, "half of a double-barrelled name"),
    (
        IdentityRecord("Mohammed", "Khan", birth_date=BORN, sex="M", postcode="NR1 3JU"),
        IdentityRecord("Muhamed", "Khan", birth_date=BORN, sex="M", postcode="NR1 3JU"),
        "spelling of a common name",
    ),
]


@pytest.mark.parametrize(("a", "b", "special"), SAME)
def test_one_child_with_usual_errors_is_the_same(a: IdentityRecord, b: IdentityRecord, special: str) -> None:
    assert assess(a, b).decision is Decision.SAME, special


DIFFERENT = [
    (ETHAN, with_(ETHAN, forenames="Zara", sex="F", birth_date=date(2012, 5, 14)), "brother and sister"),
    (ETHAN, with_(ETHAN, forenames="Evan", birth_date=date(2012, 5, 14)), "brothers with names alike"),
    (ETHAN, IdentityRecord("Zara", "Quill", birth_date=BORN), "one birth date"),
    (ETHAN, IdentityRecord("Ethan", "Quill", birth_date=date(2011, 5, 14)), "one forename"),
    (
        with_(ETHAN, phones=("07700 900123",), parent_names=("Jo Rowbottom",)),
        with_(
            ETHAN,
            forenames="Zac",
            birth_date=date(2012, 5, 14),
            phones=("07700 900123",),
            parent_names=("Jo Rowbottom",),
        ),
        "brothers with all of a home in common",
    ),
    (IdentityRecord(), IdentityRecord(), "nothing known"),
]


@pytest.mark.parametrize(("a", "b", "special"), DIFFERENT)
def test_two_children_are_different(a: IdentityRecord, b: IdentityRecord, special: str) -> None:
    assert assess(a, b).decision is Decision.DIFFERENT, special


TWINS = [
    ("Jayden", "Kayden", "names alike"),
    ("Hassan", "Hussein", "names that sound alike"),
    ("Mohammed Ali", "Mohammed Hamza", "the first name shared"),
    ("Ethan", "Zac", "names unlike"),
]


@pytest.mark.parametrize(("one", "other", "special"), TWINS)
def test_twins_are_never_proposed_as_one_child_whatever_else_of_the_home_agrees(
    one: str, other: str, special: str
) -> None:
    home = with_(ETHAN, phones=("07700 900123",), parent_names=("Jo Rowbottom",))

    match = assess(with_(home, forenames=one), with_(home, forenames=other), prior=0.5)

    assert match.decision is not Decision.SAME, special
    assert "identity-twin" in codes(match)
    if match.decision is Decision.POSSIBLE:
        assert "first names of all children" in match.would_settle[0]


def test_one_upn_overrules_the_look_of_twins() -> None:
    a = with_(ETHAN, upn="H801200001001")

    match = assess(a, with_(a, forenames="Zac"))

    assert match.decision is Decision.SAME
    assert codes(match) == []


def test_a_name_and_an_address_alone_are_never_enough() -> None:
    match = assess(with_(ETHAN, birth_date=None), with_(ETHAN, birth_date=None))

    assert match.decision is Decision.POSSIBLE
    assert codes(match) == ["identity-name-alone"]
    assert "the date of birth" in match.would_settle


def test_a_name_and_a_date_with_a_slip_are_not_enough_for_a_child_who_moved() -> None:
    moved = with_(ETHAN, birth_date=date(2015, 9, 3), postcode="IP24 1AA")

    match = assess(ETHAN, moved, prior=0.5)

    assert match.decision is Decision.POSSIBLE
    assert codes(match) == ["identity-name-alone"]
    assert assess(ETHAN, with_(moved, phones=("07700 900123",))).decision is Decision.POSSIBLE
    assert (
        assess(with_(ETHAN, phones=("07700 900123",)), with_(moved, phones=("07700 900123",))).decision
        is Decision.SAME
    )


def test_a_home_without_forename_and_birth_date_is_any_child_of_it() -> None:
    a = with_(ETHAN, forenames="", birth_date=None)

    match = assess(a, a, prior=0.5)

    assert match.decision is Decision.POSSIBLE
    assert codes(match) == ["identity-unnamed"]


def test_a_number_that_agrees_is_shown_even_where_all_else_differs() -> None:
    stranger = IdentityRecord("Zara", "Quill", birth_date=date(2011, 1, 2), upn="H801200001001")

    match = assess(with_(ETHAN, upn="H801200001001"), stranger)

    assert match.decision is Decision.POSSIBLE
    assert codes(match) == ["identity-number-alone"]
    assert match.would_settle[0] == "the date of birth, seen on a document"


def test_two_upns_for_one_child_are_told() -> None:
    match = assess(with_(ETHAN, upn="H801200001001"), with_(ETHAN, upn="R201100018042"))

    assert codes(match) == ["identity-two-upns"]


def test_a_rare_surname_tells_more_than_a_common_one() -> None:
    rare = assess(IdentityRecord(surname="Rowbottom"), IdentityRecord(surname="Rowbottom"))
    common = assess(IdentityRecord(surname="Smith"), IdentityRecord(surname="Smith"))

    assert rare.total_bits > common.total_bits + 4


@given(records, records)
def test_asking_for_likely_ones_alone_gives_the_same_answer_or_none(
    a: IdentityRecord, b: IdentityRecord
) -> None:
    whole = assess(a, b)

    expected = None if whole.decision is Decision.DIFFERENT else whole
    assert decide.assess_if_likely(a, b) == expected
    assert decide.assess_if_likely(ETHAN, ETHAN) == assess(ETHAN, ETHAN)


def test_the_prior_moves_the_answer_by_its_own_bits() -> None:
    near, far = (assess(ETHAN, ETHAN, prior=prior) for prior in (0.5, 1e-6))

    assert near.prior_bits == 0
    assert near.total_bits - far.total_bits == pytest.approx(-far.prior_bits)


@pytest.mark.parametrize("prior", [0, 1, -0.2, 2])
def test_an_impossible_prior_is_refused(prior: float) -> None:
    with pytest.raises(ValueError, match="impossible probability"):
        assess(ETHAN, ETHAN, prior=prior)


@given(records, records)
def test_deciding_is_symmetrical(a: IdentityRecord, b: IdentityRecord) -> None:
    assert assess(a, b) == assess(b, a)


@given(records, records)
def test_the_total_is_the_sum_of_what_is_shown(a: IdentityRecord, b: IdentityRecord) -> None:
    match = assess(a, b)

    shown = math.fsum((match.prior_bits, *(line.weight_bits for line in match.evidence)))
    assert match.total_bits == pytest.approx(shown, abs=1e-9)
    assert match.probability == pytest.approx(decide.probability_of(shown))


@given(records, records)
def test_a_missing_field_weighs_nothing(a: IdentityRecord, b: IdentityRecord) -> None:
    for line in assess(a, b).evidence:
        if line.level == MISSING:
            assert line.weight_bits == 0
            assert line.strength_words == "no evidence"


AGREEING = [
    ("birth_date", BORN),
    ("sex", "M"),
    ("postcode", "NR1 3JU"),
    ("upn", "H801200001001"),
    ("nhs_number", "9434765870"),
    ("parent_names", ("Jo Rowbottom",)),
    ("phones", ("07700 900123",)),
    ("forenames", "Ethan"),
    ("surname", "Rowbottom"),
]


@pytest.mark.parametrize(("field", "value"), AGREEING)
@given(records, records)
def test_adding_a_field_that_agrees_never_lowers_the_weight(
    field: str, value: object, a: IdentityRecord, b: IdentityRecord
) -> None:
    empty = type(value)() if not isinstance(value, date) else None
    # Names are compared through preferred and former ones too; without them, the field alone is added.
    plain = {
        "preferred_forename": "",
        "preferred_surname": "",
        "former_names": (),
        "middle_names": "",
        field: empty,
    }
    if field == "upn":
        plain["former_upns"] = ()
    if field == "postcode":
        plain["former_postcodes"] = ()
    a, b = with_(a, **plain), with_(b, **plain)

    before = assess(a, b).total_bits
    after = assess(with_(a, **{field: value}), with_(b, **{field: value})).total_bits

    assert after >= before - 1e-9


def test_the_model_has_a_weight_for_every_level_and_none_beside() -> None:
    model = weigh.shipped_model()

    assert {field: set(levels) for field, levels in model.weights.items()} == {
        field: set(levels) for field, levels in LEVELS.items()
    }
    assert set(model.interactions) <= set(INTERACTIONS["household"])
    for field, rarity in model.rarity.items():
        assert set(rarity.levels) <= set(LEVELS[field])


def test_the_weights_go_down_with_the_levels() -> None:
    for field, weights in weigh.shipped_model().weights.items():
        ordered = [weights[level] for level in LEVELS[field] if level not in ("swapped", "partly_swapped")]
        if field != "birth date":
            assert ordered == sorted(ordered, reverse=True), field
        assert all(weight <= ordered[0] for weight in ordered)


def test_the_model_says_what_of_it_was_not_trained() -> None:
    assert weigh.shipped_model().trained_on.startswith("weights not trained: set by hand")


def test_a_model_written_is_the_model_read(tmp_path: Path) -> None:
    shipped = weigh.shipped_model()
    (tmp_path / "again.json").write_text(json.dumps(weigh.as_json(shipped)), encoding="utf-8")

    assert weigh.read_model(tmp_path / "again.json") == shipped


@pytest.mark.parametrize(("surname", "is_told"), [("Quillfeather", True), ("Aldercot", False)])
def test_of_two_different_children_nothing_is_told_sooner(surname: str, is_told: bool) -> None:
    one = IdentityRecord(forenames="Perpetua", surname="Quillfeather", birth_date=date(2015, 3, 9), sex="F")
    forename, born = ("Perpetua", date(2015, 3, 9)) if is_told else ("Tamsin", date(2012, 11, 2))
    other = IdentityRecord(forenames=forename, surname=surname, birth_date=born, sex="F")

    found = decide.assess_if_likely(one, other)

    assert (found is not None) is is_told
    assert found in {None, assess(one, other)}


def test_a_model_is_read_from_a_file(tmp_path: Path) -> None:
    shipped = Path(weigh.__file__).with_name("model.json").read_text(encoding="utf-8")
    (tmp_path / "mine.json").write_text(shipped.replace('"by hand, 1"', '"mine"'), encoding="utf-8")

    model = weigh.read_model(tmp_path / "mine.json")

    assert model.name == "mine"
    assert weigh.read_model().name == "by hand, 1"
    assert assess(ETHAN, ETHAN, model=model).decision is Decision.SAME


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (5.0, "32 to 1"),
        (-5.0, "32 to 1 against"),
        (0.05, "evens"),
        (1.0, "2 to 1"),
        (1.3, "2.5 to 1"),
        (10.4, "1,400 to 1"),
        (21.0, "more than a million to 1"),
        (-900.0, "more than a million to 1 against"),
    ],
)
def test_odds_are_said_as_people_say_them(bits: float, words: str) -> None:
    assert decide.odds_words(bits) == words


def test_the_probability_of_very_long_odds_is_a_number() -> None:
    assert decide.probability_of(-5000) == 0
    assert decide.probability_of(5000) == 1


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (12, "very strong for"),
        (-12, "very strong against"),
        (6, "strong for"),
        (-3, "fair against"),
        (0.3, "tells nothing"),
    ],
)
def test_the_strength_of_a_weight_is_said_in_words(bits: float, words: str) -> None:
    assert decide.strength_words(weigh.Weighed("forename", "same", "the same", bits)) == words
