"""What two records share: a level of agreement for each field, with words; nothing is weighed here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rulebook.identity import compare_names
from rulebook.identity.levels import LEVELS, MISSING
from rulebook.identity.normalise import (
    Forenames,
    Name,
    Postcode,
    forenames_of,
    name_of,
    nhs_number_of,
    phone_of,
    postcode_parts,
    sex_of,
    upn_of,
)
from rulebook.identity.strings import is_one_edit, jaro_winkler


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name that a child had or has beside the present one; either part may be empty."""

    forenames: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """What is known of one child, as received; every field may be empty, and an empty field is no evidence.

    ``birth_date`` is a date; all else is text as people write it. ``sex`` is M or F or a word for it.
    """

    forenames: str = ""
    surname: str = ""
    middle_names: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    former_names: tuple[PersonName, ...] = ()
    birth_date: date | None = None
    sex: str = ""
    postcode: str = ""
    former_postcodes: tuple[str, ...] = ()
    upn: str = ""
    former_upns: tuple[str, ...] = ()
    nhs_number: str = ""
    parent_names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldLevel:
    """How one field agrees: its level, the level in words, and the names shared, whose rarity tells more or less."""

    field: str
    level: str
    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How two records agree, field by field, in the order in which people read them."""

    fields: tuple[FieldLevel, ...]

    def level(self, field: str) -> str:
        """Return the level of ``field``; ``missing`` where it is not among the evidence."""
        return next((found.level for found in self.fields if found.field == field), MISSING)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record normalised once, so that it can be compared with many."""

    forenames: Forenames
    surname: Name
    other_forenames: tuple[Forenames, ...]
    other_surnames: tuple[Name, ...]
    birth_date: date | None
    sex: str
    postcode: Postcode | None
    former_postcodes: tuple[Postcode, ...]
    upn: str
    former_upns: frozenset[str]
    nhs_number: str
    parents: tuple[Name, ...]
    phones: frozenset[str]


@lru_cache(maxsize=10_000)
def prepare(record: IdentityRecord) -> Prepared:
    """Return ``record`` with every field in the form in which it is compared."""
    own, surname = forenames_of(record.forenames, record.middle_names), name_of(record.surname)
    forenames = (record.preferred_forename, *(name.forenames for name in record.former_names))
    surnames = (record.preferred_surname, *(name.surname for name in record.former_names))
    return Prepared(
        forenames=own,
        surname=surname,
        other_forenames=tuple(one for one in map(forenames_of, forenames) if _is_another(one, own)),
        other_surnames=tuple(one for one in _names(surnames) if one.joined != surname.joined),
        birth_date=record.birth_date,
        sex=sex_of(record.sex),
        postcode=postcode_parts(record.postcode),
        former_postcodes=tuple(filter(None, map(postcode_parts, record.former_postcodes))),
        upn=upn_of(record.upn),
        former_upns=frozenset(filter(None, map(upn_of, record.former_upns))),
        nhs_number=nhs_number_of(record.nhs_number),
        parents=_names(record.parent_names),
        phones=frozenset(filter(None, map(phone_of, record.phones))),
    )


def compare(a: IdentityRecord, b: IdentityRecord) -> Evidence:
    """Return how ``a`` and ``b`` agree, a level for each field; the same whichever of the two comes first."""
    return compare_prepared(prepare(a), prepare(b))


def compare_prepared(a: Prepared, b: Prepared) -> Evidence:
    """Return how two prepared records agree; for comparing one record with many."""
    return Evidence(
        (*_name_levels(a, b), *(_field_level(field, rule(a, b)) for field, rule in _RULES)),
    )


def _is_another(one: Forenames, own: Forenames) -> bool:
    """Whether a preferred or former forename tells more than the child's own: "Rowan" beside "Rowan Ana" does not."""
    is_own = one.given.joined == own.given.joined or (not one.rest and one.first.joined == own.first.joined)
    return bool(one) and not is_own


def _names(texts: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(filter(None, map(name_of, texts)))


def _field_level(field: str, level: str, names: tuple[str, ...] = ()) -> FieldLevel:
    words = "missing on one record or both" if level == MISSING else LEVELS[field][level]
    return FieldLevel(field, level, words, names)


def _name_levels(a: Prepared, b: Prepared) -> Iterator[FieldLevel]:
    forename = compare_names.forename(a, b)
    surname = compare_names.surname(a, b)
    order = compare_names.order(a, b, forename=forename.level, surname=surname.level)
    if order.level != MISSING:
        # The names stand in each other's place: they are told once, as the order, and not as two differences.
        yield _field_level("forename", "swapped")
        yield _field_level("surname", "swapped")
        yield _field_level("name order", order.level, order.names)
        return
    yield _field_level("forename", forename.level, forename.names)
    yield _field_level("surname", surname.level, surname.names)


def middle_name(a: Prepared, b: Prepared) -> str:
    """Return the level of all forenames after the first."""
    x, y = a.forenames.rest, b.forenames.rest
    if not (x and y):
        return MISSING
    if x.joined == y.joined:
        return "same"
    if x.core == y.core or compare_names.shared_forenames(x, y):
        return "part"
    return "initial" if x.joined[0] == y.joined[0] else "different"


def birth_date(a: Prepared, b: Prepared) -> str:
    """Return the level of the birth dates."""
    x, y = a.birth_date, b.birth_date
    if x is None or y is None:
        return MISSING
    if x == y:
        return "same_default" if _is_default(x) else "same"
    if x.year == y.year:
        return _within_a_year(x, y)
    if abs((x - y).days) <= 3:
        return "near_day"
    if (x.month, x.day) == (y.month, y.day) and _digits_apart(f"{x.year:04}", f"{y.year:04}"):
        return "digit_year"
    return "different"


def _within_a_year(x: date, y: date) -> str:
    if (x.day, x.month) == (y.month, y.day):
        return "swapped"
    if abs((x - y).days) <= 3:
        return "near_day"
    if _digits_apart(f"{x:%d%m}", f"{y:%d%m}"):
        return "one_edit"
    if _is_default(x) or _is_default(y):
        return "default"
    return "same_year_day" if x.day == y.day else "same_year"


def _is_default(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _digits_apart(x: str, y: str) -> bool:
    """Whether one digit differs, or two neighbours changed places."""
    return is_one_edit(x, y)


def sex(a: Prepared, b: Prepared) -> str:
    """Return the level of the sexes."""
    if not (a.sex and b.sex):
        return MISSING
    return "same" if a.sex == b.sex else "different"


def postcode(a: Prepared, b: Prepared) -> str:
    """Return the level of the postcodes: of the present ones, or better of a present and a former one."""
    levels = [_postcode_level(a.postcode, b.postcode)]
    for x, formers in ((a.postcode, b.former_postcodes), (b.postcode, a.former_postcodes)):
        if x and x.unit and any(former.unit == x.unit for former in formers):
            levels.append("former")
    ranks = list(LEVELS["postcode"])
    found = [level for level in levels if level != MISSING]
    return min(found, key=ranks.index) if found else MISSING


def _postcode_level(x: Postcode | None, y: Postcode | None) -> str:
    if x is None or y is None:
        return MISSING
    if x.unit and x.unit == y.unit:
        return "unit"
    if x.unit and y.unit and is_one_edit(x.unit.replace(" ", ""), y.unit.replace(" ", "")):
        return "one_edit"
    if x.sector and x.sector == y.sector:
        return "sector"
    if x.district == y.district:
        return "district"
    return "area" if x.area == y.area else "other"


def upn(a: Prepared, b: Prepared) -> str:
    """Return the level of the UPNs; a former UPN that equals a present or former one of the other record agrees."""
    if a.upn and a.upn == b.upn:
        return "same"
    if a.upn in b.former_upns or b.upn in a.former_upns or a.former_upns & b.former_upns:
        return "former"
    if not (a.upn and b.upn):
        return MISSING
    if is_one_edit(a.upn, b.upn):
        return "one_edit"
    # The last place of a temporary UPN is a letter; the child gets a permanent one later.
    return "different_temporary" if a.upn[-1].isalpha() or b.upn[-1].isalpha() else "different"


def nhs_number(a: Prepared, b: Prepared) -> str:
    """Return the level of the NHS numbers."""
    if not (a.nhs_number and b.nhs_number):
        return MISSING
    if a.nhs_number == b.nhs_number:
        return "same"
    return "one_edit" if is_one_edit(a.nhs_number, b.nhs_number) else "different"


def parent(a: Prepared, b: Prepared) -> str:
    """Return the best level among the pairs of parents."""
    found = [_parent_level(x, y) for x in a.parents for y in b.parents]
    return min(found, key=list(LEVELS["parent"]).index) if found else MISSING


def _parent_level(x: Name, y: Name) -> str:
    if x.joined == y.joined:
        return "same"
    if x.tokens[0] == y.tokens[0]:
        # "Maria" against "Maria Testlost" says no less than "Maria Priorname" does.
        return "forename"
    if jaro_winkler(x.joined, y.joined) >= compare_names.PARENTS_ALIKE:
        return "like"
    several = len(x.tokens) > 1 and len(y.tokens) > 1
    return "surname" if several and x.tokens[-1] == y.tokens[-1] else "different"


def phone(a: Prepared, b: Prepared) -> str:
    """Return the level of the telephone numbers; one in common is enough."""
    if not (a.phones and b.phones):
        return MISSING
    return "same" if a.phones & b.phones else "different"


_RULES: tuple[tuple[str, Callable[[Prepared, Prepared], str]], ...] = (
    ("middle name", middle_name),
    ("birth date", birth_date),
    ("sex", sex),
    ("postcode", postcode),
    ("UPN", upn),
    ("NHS number", nhs_number),
    ("parent", parent),
    ("phone", phone),
)
