"""Two lists of invented children with the truth beside them: a population and the rolls of schools, with errors.

Families are drawn from the stock of names of the demonstration county. The errors are this module's own: other
kinds and rates than those of the demonstration's lists, and than anything a weight was chosen with.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from onroll.demonstration.county import naming
from onroll.demonstration.county.chance import Draw, pick, table

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
HEARD = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("ee", "ea"), ("z", "s"), ("s", "z"), ("c", "k"), ("ou", "u"),
         ("w", "v"), ("tt", "t"), ("ll", "l"), ("nn", "n"), ("i", "y"), ("y", "i"), ("a", "e"), ("e", "a"))  # fmt: skip
CHECK = "ABCDEFGHJKLMNPQRTUVWXYZ"
YOUNGEST, OLDEST = date(2010, 9, 1), date(2021, 8, 31)


@dataclass(frozen=True)
class Listed:
    """What a list says of a child."""

    forename: str
    middle: str
    surname: str
    born: date | None
    sex: str
    postcode: str
    upn: str


@dataclass(frozen=True)
class Profile:
    """How often each thing goes wrong in a list; ``upn`` is the share of rows that have one."""

    slip: float = 0.07  # a letter, in forename or surname
    called: float = 0.06  # a nickname or another spelling
    swapped: float = 0.006
    half: float = 0.35  # of double surnames
    changed: float = 0.02  # another surname altogether
    middle_lost: float = 0.3
    middle_first: float = 0.015
    initial: float = 0.003
    date_turned: float = 0.008
    date_near: float = 0.01
    date_default: float = 0.004
    date_digit: float = 0.008
    date_lost: float = 0.004
    sex_wrong: float = 0.004
    moved: float = 0.14
    moved_near: float = 0.4  # of those who moved
    postcode_slip: float = 0.02
    postcode_lost: float = 0.02
    upn: float = 0.35
    upn_slip: float = 0.004
    first_letter: float = (
        0.0  # the kinds below are drawn only where they occur, so that other lists stay as they are
    )
    cut_at: int = 0  # letters that an old system keeps of a name
    run_together: float = 0.0  # of names with a space or a hyphen
    two_slips: float = 0.0  # in one name
    twice: float = 0.0  # rows that come a second time, with errors of their own


ROLL = Profile(slip=0.015, called=0.02, changed=0.004, moved=0.05, upn=0.97, date_turned=0.001, date_near=0.002,
               date_digit=0.001, date_default=0.001, date_lost=0.0, middle_lost=0.25, postcode_lost=0.005)  # fmt: skip
POPULATION = Profile()
CLEANER = Profile(
    slip=0.03, called=0.03, moved=0.08, changed=0.01, upn=0.6, date_turned=0.003, date_near=0.003
)


@dataclass(frozen=True)
class Lists:
    """How a pair of lists comes about: the errors of both, how many are truly on no roll, how many twins there are."""

    words: str
    population: Profile = POPULATION
    roll: Profile = ROLL
    off_roll: float = 0.0098
    twins: float = 0.03  # of families with two children or more


KINDS = {
    "hard": Lists("errors of many kinds, a UPN for a third"),
    "clean": Lists("two well-kept lists", population=CLEANER),
    "numberless": Lists("no number at all, and more who moved", replace(POPULATION, upn=0.0, moved=0.3)),
    "old system": Lists(
        "names cut after eight letters, run together, first letters wrong, two slips in one name",
        replace(
            POPULATION, cut_at=8, run_together=0.5, first_letter=0.03, two_slips=0.03, slip=0.03, called=0.02
        ),
    ),
    "other scripts": Lists(
        "names written by ear: other spellings, half names, changed order, 1 January for an unknown day",
        replace(
            POPULATION, called=0.3, half=0.6, swapped=0.04, date_default=0.04, middle_first=0.06, upn=0.2
        ),
        replace(ROLL, called=0.08, swapped=0.01, date_default=0.01),
    ),
    "many off": Lists(
        "one in twenty truly on no roll, and one row in thirty comes twice",
        replace(POPULATION, twice=0.03, date_lost=0.03, postcode_lost=0.1),
        off_roll=0.05,
    ),
    "twins": Lists("twins in three families of ten, where most lists have one in thirty", twins=0.3),
}


@dataclass(frozen=True)
class Real:
    """A child as he or she really is."""

    number: int
    family: int
    twin: bool
    community: str
    listed: Listed


def children(count: int, *, seed: int, twins_of: float = 0.03) -> list[Real]:
    """Return so many children of families, with brothers, sisters and twins."""
    rng = Random(seed)
    draw: Draw = rng.random
    stock = naming.stock()
    communities = table(((key, one.share) for key, one in stock.items()), size=4_000)
    made: list[Real] = []
    family = 0
    while len(made) < count:
        family += 1
        found = stock[pick(communities, draw)]
        father = naming.Adult(pick(found.fathers, draw), pick(found.surnames, draw), "M")
        mother = naming.Adult(pick(found.mothers, draw), pick(found.surnames, draw), "F")
        surname = father.surname
        if draw() < 0.07:
            surname = f"{mother.surname}-{father.surname}"
        home, habit = postcode(rng), draw()
        born = [_birthday(rng) for _ in range(pick((1, 1, 1, 2, 2, 2, 3, 3, 4), draw))]
        twins = len(born) > 1 and draw() < twins_of
        if twins:
            born[1] = born[0]
        taken: set[str] = set()
        for place, day in enumerate(born):
            sex = "F" if draw() < 0.49 else "M"
            forename = found.forename(sex, draw)
            while forename in taken:
                forename = found.forename(sex, draw)
            taken.add(forename)
            name = naming.child_name(
                found, forename, sex=sex, family=surname, father=father, mother=mother, habit=habit, draw=draw
            )
            number = len(made)
            listed = Listed(
                name.forename, name.middle_names, name.surname or surname, day, sex, home, upn(number)
            )
            made.append(Real(number, family, twins and place < 2, found.key, listed))
    return made[:count]


def postcode(rng: Random) -> str:
    """Return a postcode of an invented county; a few dozen children share one."""
    area = rng.choice(("NR", "NR", "NR", "IP", "PE"))
    unit = rng.choice("ABDEFGHJLN") + rng.choice("ABDEFGHJLNPQRSTUWXYZ")
    return f"{area}{rng.randint(1, 35)} {rng.randint(1, 9)}{unit}"


def upn(number: int) -> str:
    """Return a UPN with a right check letter, each its own; those of brothers and sisters are not alike."""
    place = number * 48_271 % 96_000_000
    digits = f"926{2000 + place // 16_000:04}{10 + place // 1000 % 16:02}{place % 1000:03}"
    return CHECK[sum(int(d) * place for place, d in enumerate(digits, 2)) % 23] + digits


def spoilt(said: Listed, how: Profile, rng: Random) -> Listed:  # noqa: C901  one line for each kind of error
    """Return what a list says of a child, with its errors."""
    r = rng.random
    if r() < how.called:
        said = _called(said, rng)
    if r() < how.changed:
        said = replace(said, surname=pick(naming.stock()["english"].surnames, r))
    if ("-" in said.surname or " " in said.surname) and r() < how.half:
        parts = said.surname.replace("-", " ").split()
        said = replace(said, surname=parts[0] if r() < 0.4 else parts[-1])
    if r() < how.middle_lost:
        said = replace(said, middle="")
    if said.middle and r() < how.middle_first:
        said = replace(said, forename=said.middle, middle=said.forename)
    for _ in range(1 if r() < how.slip else 0):
        said = (
            replace(said, forename=_slip(said.forename, rng)) if r() < 0.45
            else replace(said, surname=_slip(said.surname, rng))
        )  # fmt: skip
    if r() < how.slip / 4:
        said = replace(said, surname=_slip(said.surname, rng))
    said = _as_old_systems_do(said, how, rng)
    if r() < how.initial:
        said = replace(said, forename=said.forename[:1])
    if r() < how.swapped:
        said = replace(said, forename=said.surname, surname=said.forename)
    said = _dated(said, how, rng)
    if r() < how.sex_wrong:
        said = replace(said, sex="M" if said.sex == "F" else "F")
    if r() < how.moved:
        near = r() < how.moved_near
        said = replace(
            said, postcode=said.postcode.split()[0] + postcode(rng)[-4:] if near else postcode(rng)
        )
    if r() < how.postcode_slip:
        at = rng.randrange(len(said.postcode) - 2, len(said.postcode))
        said = replace(said, postcode=said.postcode[:at] + rng.choice("ABDEFGHJ") + said.postcode[at + 1 :])
    if r() < how.postcode_lost:
        said = replace(said, postcode="")
    if r() >= how.upn:
        said = replace(said, upn="")
    elif r() < how.upn_slip:
        at = rng.randrange(4, 13)
        said = replace(said, upn=said.upn[:at] + str(rng.randrange(10)) + said.upn[at + 1 :])
    if r() < 0.1:
        said = replace(said, forename=naming.plain(said.forename), surname=naming.plain(said.surname))
    return replace(said, surname=said.surname.upper()) if r() < 0.05 else said


def write_lists(
    folder: Path, *, count: int, seed: int, off_roll: float | None = None, kind: str = "hard"
) -> Path:
    """Write population.csv, roll.csv and truth.csv for ``count`` children; return the folder.

    ``moved`` in the truth: the population's list has a postcode that is not the child's home; it may be a slip.
    """
    how = KINDS[kind]
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed + 1)
    everybody = children(int(count * 1.025), seed=seed, twins_of=how.twins)
    share_off = how.off_roll if off_roll is None else off_roll
    with (
        (folder / "population.csv").open("w", newline="", encoding="utf-8") as p,
        (folder / "roll.csv").open("w", newline="", encoding="utf-8") as q,
        (folder / "truth.csv").open("w", newline="", encoding="utf-8") as t,
    ):
        population, roll, truth = csv.writer(p), csv.writer(q), csv.writer(t)
        population.writerow(
            ("id", "Forename", "Middle names", "Surname", "Date of birth", "Gender", "Postcode", "UPN")
        )
        roll.writerow(
            ("id", "Legal Surname", "Legal Forename", "Middle Names", "DOB", "Sex", "Postcode", "UPN")
        )
        truth.writerow(("population_id", "on_roll", "roll_id", "family", "twin", "community", "moved"))
        for child in rng.sample(everybody, len(everybody)):
            where = rng.random()
            is_there, is_on = where < 0.978, where >= share_off
            if is_on:
                a = spoilt(child.listed, how.roll, rng)
                roll.writerow((f"r{child.number}", a.surname, a.forename, a.middle,
                               f"{a.born:%d/%m/%Y}" if a.born else "", a.sex, a.postcode, a.upn))  # fmt: skip
            rows = 2 if how.population.twice and rng.random() < how.population.twice else 1
            for name in ("", "b")[: rows * is_there]:
                a = spoilt(child.listed, how.population, rng)
                population.writerow((f"p{child.number}{name}", a.forename, a.middle, a.surname,
                                     a.born.isoformat() if a.born else "", a.sex, a.postcode, a.upn))  # fmt: skip
                moved = int(a.postcode not in ("", child.listed.postcode))
                truth.writerow((f"p{child.number}{name}", int(is_on), f"r{child.number}" if is_on else "",
                                child.family, int(child.twin), child.community, moved))  # fmt: skip
    return folder


def _as_old_systems_do(said: Listed, how: Profile, rng: Random) -> Listed:
    """Return it with the errors that only some lists have; draws nothing for those that have none."""
    if how.two_slips and rng.random() < how.two_slips:
        said = replace(said, surname=_slip(_slip(said.surname, rng), rng))
    if how.first_letter and rng.random() < how.first_letter:
        said = replace(said, surname=rng.choice(LETTERS).upper() + said.surname[1:])
    if how.run_together and rng.random() < how.run_together:
        said = replace(said, surname=said.surname.replace("-", "").replace(" ", ""))
    if how.cut_at:
        said = replace(said, forename=said.forename[: how.cut_at], surname=said.surname[: how.cut_at])
    return said


def _birthday(rng: Random) -> date:
    return YOUNGEST + timedelta(days=rng.randrange((OLDEST - YOUNGEST).days))


def _called(said: Listed, rng: Random) -> Listed:
    if said.forename in naming.nicknames() and rng.random() < 0.6:
        return replace(said, forename=naming.nicknames()[said.forename])
    if said.forename in naming.spellings():
        return replace(said, forename=rng.choice(naming.spellings()[said.forename]))
    if said.surname in naming.spellings():
        return replace(said, surname=rng.choice(naming.spellings()[said.surname]))
    return said


def _dated(said: Listed, how: Profile, rng: Random) -> Listed:
    born, r = said.born, rng.random()
    if born is None:
        return said
    for share, changed in (
        (how.date_turned, date(born.year, born.day, born.month) if born.day < 13 else born),
        (how.date_near, born + timedelta(days=rng.choice((-1, 1, 2, 10)))),
        (how.date_default, date(born.year, 1, 1)),
        (how.date_digit, date(born.year + rng.choice((-1, 1)), born.month, min(born.day, 28))),
        (how.date_lost, None),
    ):
        if r < share:
            return replace(said, born=changed)
        r -= share
    return said


def _slip(word: str, rng: Random) -> str:
    if len(word) < 3:
        return word
    at, kind = rng.randrange(1, len(word)), rng.random()
    if kind < 0.22:
        return word[:at] + word[at + 1 :]
    if kind < 0.4:
        return word[:at] + word[at] + word[at:]
    if kind < 0.55:
        row = next((row for row in KEYS if word[at].lower() in row), LETTERS)
        near = row[max(row.find(word[at].lower()) - 1, 0)]
        return word[:at] + near + word[at + 1 :]
    if kind < 0.7 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for heard, written in rng.sample(HEARD, len(HEARD)):
        if heard in word[1:]:
            place = word.index(heard, 1)
            return word[:place] + written + word[place + len(heard) :]
    return word + word[-1]
