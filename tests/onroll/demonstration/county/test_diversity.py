"""The families of the county are as different as England's: printed to be looked at, and kept above floors."""

import tomllib
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from onroll.demonstration import county as package
from onroll.demonstration.county import County, naming
from onroll.demonstration.county.people import Child, Family

TODAY = date(2026, 11, 23)


@cache
def families() -> list[Family]:
    return [family for family in County(children=20_000, day=TODAY).families() if family.community != "story"]


@cache
def children() -> list[Child]:
    return [child for family in families() for child in family.children]


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {key: round(100 * count / total, 1) for key, count in counts.most_common()}


def test_ethnicities_are_spread_about_as_in_england() -> None:
    shares = _shares(Counter(child.ethnicity for child in children()))
    print("\nethnicity, per cent:", shares)

    assert 50 < shares["WBRI"] < 70
    for code, floor in {
        "WOTH": 5.0, "APKN": 3.0, "AIND": 2.5, "BAFR": 4.0, "ABAN": 1.0, "MWBC": 0.7, "MWAS": 0.7, "MWBA": 0.4,
        "MOTH": 0.7, "CHNE": 0.5, "BCRB": 0.6, "WROM": 0.5, "WIRT": 0.15, "AOTH": 1.0, "OOTH": 1.0, "WIRI": 0.2,
        "NOBT": 0.5, "REFU": 0.2, "BOTH": 0.2,
    }.items():  # fmt: skip
        assert shares[code] >= floor, code


def test_first_languages_are_many() -> None:
    shares = _shares(Counter(child.language for child in children()))
    print("\nfirst language, per cent:", shares)

    assert len(shares) >= 40
    assert 60 < shares["ENG"] < 85


def test_names_are_shared_as_real_names_are() -> None:
    surnames = Counter(child.surname for child in children())
    forenames = Counter(child.forename for child in children())
    print("\ncommonest surnames:", surnames.most_common(12), "different:", len(surnames))
    print("commonest forenames:", forenames.most_common(12), "different:", len(forenames))

    assert len(surnames) > 2_500
    assert len(forenames) > 700
    assert surnames.most_common(1)[0][1] < len(children()) * 0.02
    assert max(Counter(child.name for child in children()).values()) > 3, "some children share a whole name"


def test_every_way_of_being_named_is_there() -> None:
    counts = {
        "double surname": sum("-" in child.surname or " " in child.surname for child in children()),
        "former surname": sum(bool(child.former_surname) for child in children()),
        "known by another name": sum(bool(child.known_as) for child in children()),
        "letters with accents": sum(naming.plain(child.name) != child.name for child in children()),
        "one name only": sum(not child.surname for child in children()),
        "surname is the father's first name": sum(
            any(child.surname == parent.forename for parent in family.parents)
            for family in families()
            for child in family.children
        ),
        "another surname than everyone at home": sum(
            bool(family.parents) and all(child.surname != parent.surname for parent in family.parents)
            for family in families()
            for child in family.children
        ),
        "brother or sister with another surname": sum(
            len({child.surname for child in family.children if child.sex == "F"}) > 1 for family in families()
        ),
        "twins": sum(child.twin for child in children()),
        "born on 1 January": sum((child.born_on.month, child.born_on.day) == (1, 1) for child in children()),
        "no UPN though on a roll": sum(child.on_roll and not child.upn for child in children()),
        "former UPN": sum(bool(child.former_upn) for child in children()),
    }
    print("\nof", len(children()), "children:", counts)

    floors = dict.fromkeys(counts, 10) | {"double surname": 600, "known by another name": 500, "twins": 150}
    assert {way: count for way, count in counts.items() if count < floors[way]} == {}


def test_homes_are_of_every_kind() -> None:
    kinds = Counter(home.kind for family in families() for home in family.homes)
    print("\nhomes:", kinds, "families with two:", sum(len(family.homes) > 1 for family in families()))

    assert {"home", "temporary", "site", "mooring", "no fixed address"} <= set(kinds)
    assert sum(len(family.homes) > 1 for family in families()) > 500


def test_carers_are_of_every_kind() -> None:
    kinds = Counter(parent.relationship for family in families() for parent in family.parents)

    assert {"PAM", "PAF", "STF", "FOM", "FOF", "REL"} <= set(kinds)


def test_brothers_and_sisters_never_share_a_first_name_and_are_born_apart() -> None:
    for family in families():
        names = [child.forename for child in family.children if child.forename != "Mohammed"]
        assert len(set(names)) == len(names), family
        days = sorted(child.born_on for child in family.children if not child.twin)
        assert all((later - earlier).days >= 300 for earlier, later in pairwise(days)), family


def test_girls_and_daughters_bear_the_forms_their_languages_give_them() -> None:
    form = naming.surname_of

    assert form("slavic_ski", "Kowalski", "F") == "Kowalska"
    assert form("slavic_ski", "Nowak", "F") == "Nowak"
    assert form("slavic_ova", "Horváth", "F") == "Horváthová"
    assert form("slavic_ova", "Danko", "F") == "Danková"
    assert form("slavic_ova", "Ivanov", "F") == "Ivanova"
    assert form("lithuanian", "Kazlausk", "M") == "Kazlauskas"
    assert form("lithuanian", "Kazlausk", "F") == "Kazlauskienė"


def test_the_lists_hold_common_names_only_and_no_surname_that_means_one_person() -> None:
    raw = tomllib.loads(files(package).joinpath("names.toml").read_text(encoding="utf-8"))
    names = {
        name
        for community in raw["community"].values()
        for part in ("girls", "boys", "mothers", "fathers", "surnames")
        for name in community.get(part, "").split()
    }

    one_person = {"Windsor", "Starmer", "Sunak", "Beckham", "Sheeran", "Rashford", "Farage", "Attenborough"}
    assert names.isdisjoint(one_person)
    assert len(names) > 1_200
