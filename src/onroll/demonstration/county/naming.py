"""What people are called: names by community, and how a child's surname follows from the parents' names.

Every list holds common names only. The rules are those by which families really differ in an English register:
surnames that change with sex, names that are the father's, two surnames, no surname, one spelling of many.
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onroll.demonstration.county.chance import Draw, by_rank, pick, table

MALE, FEMALE = "M", "F"


class Adult(NamedTuple):
    """The name of a grown person."""

    forename: str
    surname: str
    sex: str


class ChildName(NamedTuple):
    """The names of a child; ``surname`` is empty for a child with a single name."""

    forename: str
    middle_names: str
    surname: str


@dataclass(frozen=True, slots=True)
class Community:
    """People who share a stock of names; every table is weighted."""

    key: str
    share: float
    rule: str
    ethnicities: tuple[str, ...]
    languages: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    mothers: tuple[str, ...]
    fathers: tuple[str, ...]
    surnames: tuple[str, ...]
    larger: float
    born_abroad: float

    def forename(self, sex: str, draw: Draw) -> str:
        """Return a child's forename."""
        names = self.girls if sex == FEMALE else self.boys
        return names[int(draw() * len(names))]


class Pair(NamedTuple):
    """Two communities whose people marry, and how their children's ethnicity is recorded."""

    one: str
    other: str
    ethnicity: str


@lru_cache(maxsize=1)
def stock() -> dict[str, Community]:
    """Return the communities of the county by key."""
    raw = _read()
    made = {}
    for key, entry in raw["community"].items():
        girls, boys = _words(entry["girls"]), _words(entry["boys"])
        surnames = _words(entry["surnames"])
        # A real list of surnames has a long tail. Where the community's own is given, a third come from it.
        tail = _joined(entry["surname_starts"], entry["surname_ends"]) if "surname_starts" in entry else []
        made[key] = Community(
            key=key,
            share=entry["share"],
            rule=entry["naming"],
            ethnicities=table(entry["ethnicity"].items(), size=40),
            languages=table(entry["languages"].items(), size=40),
            girls=by_rank(girls),
            boys=by_rank(boys),
            mothers=by_rank(_words(entry["mothers"]) if "mothers" in entry else girls),
            fathers=by_rank(_words(entry["fathers"]) if "fathers" in entry else boys),
            surnames=by_rank(surnames, flatness=20.0, size=5_000 if tail else 1_000) + tuple(tail),
            larger=entry["larger"],
            born_abroad=entry["born_abroad"],
        )
    return made


@lru_cache(maxsize=1)
def pairs() -> tuple[tuple[Pair, ...], float]:
    """Return a table of mixed couples, and how common such families are on the scale of the communities' shares."""
    mixed = _read()["mixed"]
    rows = table(
        ((Pair(one, other, code), float(weight)) for one, other, code, weight in mixed["pairs"]), size=200
    )
    return rows, mixed["share"]


@lru_cache(maxsize=1)
def nicknames() -> dict[str, str]:
    """Return what bearers of a forename are called at home, by forename."""
    return dict(_read()["nicknames"])


@lru_cache(maxsize=1)
def spellings() -> dict[str, tuple[str, ...]]:
    """Return the other spellings of a name, by name."""
    groups = [tuple(_words(line)) for line in _read()["spellings"]["groups"]]
    return {name: tuple(other for other in group if other != name) for group in groups for name in group}


def adult(draw: Draw) -> Adult:
    """Return a grown person such as works in the county: most often, but not always, of its commonest community."""
    communities = stock()
    key = "english" if draw() < 0.7 else pick(_working_table(), draw)
    sex = FEMALE if draw() < 0.62 else MALE
    found = communities[key]
    forename = pick(found.mothers if sex == FEMALE else found.fathers, draw)
    return Adult(forename, surname_of(found.rule, pick(found.surnames, draw), sex), sex)


def surname_of(rule: str, surname: str, sex: str) -> str:
    """Return the form of a family's surname that one of its members bears."""
    if rule == "slavic_ski":
        return _polish(surname) if sex == FEMALE else surname
    if rule == "slavic_ova":
        return _ova(surname) if sex == FEMALE else surname
    if rule == "lithuanian":
        return _lithuanian(surname)[0 if sex == MALE else 2]
    return surname


def child_name(
    community: Community,
    forename: str,
    *,
    sex: str,
    family: str,
    father: Adult,
    mother: Adult,
    habit: float,
    draw: Draw,
) -> ChildName:
    """Return a child's names, given the first.

    ``family`` is the surname the parents settled on; ``habit``, from 0 to 1, is which of its community's ways the
    family follows, the same for all its children.
    """
    rule = community.rule
    if rule == "western":
        middle = (
            community.forename(sex, draw) if draw() < (0.78 if community.key == "english" else 0.35) else ""
        )
        return ChildName(forename, "" if middle == forename else middle, family)
    if rule in ("slavic_ski", "slavic_ova"):
        # A family that registered here first may have kept the father's form for a daughter.
        kept = habit < 0.15
        middle = community.forename(sex, draw) if draw() < 0.25 else ""
        return ChildName(
            forename, "" if middle == forename else middle, family if kept else surname_of(rule, family, sex)
        )
    if rule == "lithuanian":
        return ChildName(forename, "", _lithuanian(family)[0 if sex == MALE else 1])
    return _by_parents(rule, forename, sex=sex, family=family, father=father, mother=mother, habit=habit)


def _by_parents(
    rule: str,
    forename: str,
    *,
    sex: str,
    family: str,
    father: Adult,
    mother: Adult,
    habit: float,
) -> ChildName:
    """Return names under the rules that draw on what the parents are called."""
    if rule == "muslim_south_asian":
        return _south_asian(forename, sex=sex, family=family, father=father, habit=habit)
    if rule == "sikh":
        name = "Kaur" if sex == FEMALE else "Singh"
        return ChildName(forename, name, family) if habit < 0.6 else ChildName(forename, "", name)
    if rule in ("somali", "arab"):
        return ChildName(forename, father.forename, family)
    if rule in ("initials", "afghan") and habit < 0.1:
        return ChildName(forename, "", "")
    surnames = {
        "iberian": f"{mother.surname.split()[-1]} {family}" if habit < 0.6 else family,
        "initials": family if habit < 0.55 else father.forename,
        "patronymic": father.forename,
        "afghan": father.forename if habit < 0.4 else family,
    }
    if rule not in surnames:
        raise ValueError(f"unknown naming rule {rule!r}: expected one of those in names.toml")
    return ChildName(forename, "", surnames[rule])


def _south_asian(forename: str, *, sex: str, family: str, father: Adult, habit: float) -> ChildName:
    """Return names of a Pakistani or Bangladeshi child: surname of the family, of the father, or of none."""
    if habit < 0.5:
        return ChildName(forename, "", family)
    if habit < 0.72:
        return ChildName(forename, "", father.forename)
    if sex == FEMALE:
        return ChildName(forename, "", "Bibi" if habit < 0.8 else "Begum" if habit < 0.88 else family)
    # Many boys bear Mohammed before the name they are called by.
    if forename[:2] in ("Mo", "Mu"):
        return ChildName(forename, "", family)
    return ChildName("Mohammed", forename, family)


def plain(name: str) -> str:
    """Return a name without accents, as many systems keep it."""
    bare = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _polish(surname: str) -> str:
    return surname[:-1] + "a" if surname.endswith(("ski", "cki", "dzki")) else surname


def _ova(surname: str) -> str:
    if surname.endswith(("ov", "ev")):
        return surname + "a"
    if surname.endswith("ý"):
        return surname[:-1] + "á"
    return (surname[:-1] if surname[-1] in "aoe" else surname) + "ová"


def _lithuanian(stem: str) -> tuple[str, str, str]:
    """Return the forms of a man, a daughter and a wife."""
    if stem.endswith("č"):
        return f"{stem}ius", f"{stem}iūtė", f"{stem}ienė"
    if stem.endswith("ait"):
        return f"{stem}is", f"{stem}ytė", f"{stem}ienė"
    if stem in ("Butk", "Rimk"):
        return f"{stem}us", f"{stem}utė", f"{stem}ienė"
    return f"{stem}as", f"{stem}aitė", f"{stem}ienė"


@lru_cache(maxsize=1)
def _working_table() -> tuple[str, ...]:
    return table(((key, community.share) for key, community in stock().items() if key != "english"), size=400)


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def _words(text: str) -> list[str]:
    """Return the names in a list, each once; an underscore is a space."""
    return list(dict.fromkeys(word.replace("_", " ") for word in text.split()))


def _joined(starts: str, ends: str) -> list[str]:
    """Return surnames made by joining, in no telling order."""
    first, second = _words(starts), _words(ends)
    made = [start + end for start in first for end in second if start.lower() != end and start[-1] != end[0]]
    return sorted(made, key=lambda name: (sum(map(ord, name)) * 7919 % 1009, name))
