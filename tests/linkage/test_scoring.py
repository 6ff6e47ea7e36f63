"""The weight of a pair is one and the same, whether the rulebook gives it or the engine does for many at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import duckdb
import pytest

from linkage.children import make_children
from linkage.dictionary import insert, plain_words, quick_forenames, quick_name
from linkage.scoring import score
from linkage.staging import ROWS
from linkage.weighing import COLUMNS
from rulebook.identifiers import read_postcode
from rulebook.identity.compare import IdentityRecord, PersonName, compare
from rulebook.identity.levels import LEVELS
from rulebook.identity.normalise import (
    forenames_of,
    name_of,
    nhs_number_of,
    phone_of,
    sex_of,
    sound,
    sounds,
    upn_of,
)
from rulebook.identity.weigh import shipped_model, total_bits, weigh
from tests.rulebook.identity import strategies

FORENAMES = (
    *strategies.FORENAMES, "", "Oliver", "Olivr", "Emma Rose", "Rose Emma", "Mohammed", "Mohammed Khan", "Bob",
    "Robert", "Mary Jane", "Maryjane", "Syed Ali", "Eve", "Ivy", "E", "Oliver James", "James", "Amelia",
)  # fmt: skip
SURNAMES = (
    *strategies.SURNAMES, "", "Smith", "Smyth", "Simth", "Jones-Smith", "Patel", "Brien", "Alhassan", "Rose", "Oliver",
    "Mohammed", "Ng", "Macdonald",
)  # fmt: skip
PARENTS = (
    (), (), ("Maria Testlost",), ("Maria",), ("Ana Priorname", "Maria Testlost"), ("Marija Testlost",), ("Ana",),
    ("Josef Testlost",), ("Zoë Al-Hassan",),
)  # fmt: skip
DATES = (
    date(2007, 3, 9), date(2007, 9, 3), date(2007, 1, 1), date(2008, 3, 9), date(2007, 3, 10), date(2007, 3, 19),
    date(2007, 12, 31), date(2008, 1, 1), date(2007, 5, 9), date(2009, 7, 7), None,
)  # fmt: skip


def slipped(word: str, rng: Random) -> str:
    if len(word) < 4 or rng.random() < 0.7:
        return word
    at = rng.randrange(len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + rng.choice("aeiostr") + word[at + 1 :],
        )
    )


def invented(rng: Random) -> IdentityRecord:
    return IdentityRecord(
        slipped(rng.choice(FORENAMES), rng),
        slipped(rng.choice(SURNAMES), rng),
        rng.choice(("", "", "Rose", "Ali Khan", "R", "James")),
        birth_date=rng.choice(DATES),
        sex=rng.choice(("", "M", "F")),
        postcode=rng.choice(
            ("", "NR1 3JU", "NR1 3JW", "NR1 4ZZ", "NR31 0AA", "IP24 1AA", "ZZ99 3VZ", "NR1 3UJ")
        ),
        upn=rng.choice(("", "", "H801200001001", "H801200001002", "X00180001701A", "R201100018042")),
        former_upns=rng.choice(((), (), ("R201100018042",))),
        nhs_number=rng.choice(("", "943 476 5870", "9990000018")),
        preferred_forename=rng.choice(("", "", "", *FORENAMES)) if rng.random() < 0.4 else "",
        preferred_surname=rng.choice(SURNAMES) if rng.random() < 0.2 else "",
        former_names=(PersonName(rng.choice(FORENAMES), rng.choice(SURNAMES)),) if rng.random() < 0.2 else (),
        parent_names=rng.choice(PARENTS),
        phones=rng.choice(((), ("01632 960001",), ("07700 900123",), ("01632 960001", "07700 900123"))),
    )


def staged(record: IdentityRecord, side: str, number: int) -> tuple[object, ...]:
    postcode = read_postcode(record.postcode).value
    former = record.former_names[0] if record.former_names else PersonName()
    return (
        side, 0, number, str(number), record.forenames, record.middle_names, record.surname, record.birth_date,
        sex_of(record.sex) or None, postcode.text.replace(" ", "") if postcode else None, upn_of(record.upn) or None,
        upn_of(record.former_upns[0]) if record.former_upns else None, nhs_number_of(record.nhs_number) or None,
        sorted({phone_of(phone) for phone in record.phones}) or None, record.preferred_forename or None,
        record.preferred_surname or None, former.forenames or None, former.surname or None,
        sorted(set(record.parent_names)) or None, None, None,
    )  # fmt: skip


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    yield connection
    connection.close()


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_the_engine_and_the_rulebook_give_a_pair_the_same_levels_and_weight(
    con: duckdb.DuckDBPyConnection, seed: int
) -> None:
    rng, model = Random(seed), shipped_model()
    left, right = [invented(rng) for _ in range(70)], [invented(rng) for _ in range(70)]
    con.execute(f"create table staged {ROWS}")
    insert(con, "staged", [staged(one, "population", place) for place, one in enumerate(left)])
    insert(con, "staged", [staged(one, "roll", place) for place, one in enumerate(right)])
    make_children(con, model=model)
    con.execute("create table pairs as select p.id a, r.id b from population p, roll r")

    score(con, pairs="pairs", left="population", right="roll", model=model, to="scored")

    columns = ", ".join(f"s.{name}" for name in COLUMNS.values())
    found = con.execute(f"""select x.own_id::integer, y.own_id::integer, s.bits, {columns} from scored s
        join row_of f on f.child = s.a join row_of g on g.child = s.b
        join staged x on x.rowid = f.row join staged y on y.rowid = g.row""").fetchall()
    assert len(found) == 70 * 70  # equal rows count once, and are found under each of their rows
    for one, other, bits, *levels in found:
        evidence = compare(left[one], right[other])
        said = (left[one], right[other], evidence)
        for part, level in zip(COLUMNS, levels, strict=True):
            assert (list(LEVELS[part])[level] if level is not None else "missing") == evidence.level(part), (
                said
            )
        assert bits == pytest.approx(total_bits(weigh(evidence, model=model)), abs=1e-9), said


@pytest.mark.parametrize("written", [*FORENAMES, *SURNAMES, "Master Bob", "Mc Donald", "ZOE", "Anna  Maria"])
def test_a_plain_name_taken_the_quick_way_is_the_same_name(written: str) -> None:
    assert quick_name(written) == name_of(written)
    quick, slow = quick_forenames(written, "Rose"), forenames_of(written, "Rose")
    assert quick.first == slow.first
    assert replace(quick.rest, sound="") == replace(slow.rest, sound="")
    assert replace(quick.given, sound="") == replace(slow.given, sound="")


def test_sounds_of_many_names_are_the_sounds_of_each() -> None:
    names = sorted(
        {"".join(Random(n).choices("abcdefghijklmnopqrstuvwxyz", k=1 + n % 9)) for n in range(3_000)}
    )

    assert sounds(names) == [sound(name) for name in names]
    assert sounds([]) == []


def test_a_title_or_a_particle_is_not_taken_the_quick_way() -> None:
    assert plain_words("Master Bob") == plain_words("Al Hassan") == plain_words("O'Shea") == ()
