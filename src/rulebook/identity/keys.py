"""The keys under which a record is found again: a few 64-bit numbers in an ordinary index, and those of a query.

A record and a query that are one child should share a key however one of them was mis-written. Keys propose
candidates only; ``decide.assess`` judges them.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from itertools import product

from rulebook.identity.compare import IdentityRecord, Prepared, prepare
from rulebook.identity.normalise import letters, name_of, sound
from rulebook.identity.variants import is_shared_prefix, variants_of

# What each kind of key weighs when candidates are ranked before they are judged; about its bits of evidence.
WEIGHTS: Mapping[str, float] = {
    "upn": 20.0,
    "nhs": 20.0,
    "date+forename": 18.0,
    "date+surname": 19.0,
    "date+district": 15.0,
    "date+initials": 15.5,
    "date": 11.0,
    "names+year": 16.0,
    "names": 13.0,
    "postcode+forename": 15.0,
    "postcode+surname": 14.0,
    "postcode": 10.0,
    "phone": 11.0,
    "upn-odd": 9.0,
    "upn-even": 9.0,
    "surname": 8.0,
    "surname-letters": 6.0,
}

# A slip in the date, and how much less a key with it tells than one with the date as given.
_SWAPPED, _NEAR, _YEAR_OFF, _DEFAULT = 0.7, 0.6, 0.6, 0.4
_VARIANT_FORENAME, _SIMILAR_NAME = 0.85, 0.7

SimilarNames = Mapping[str, Sequence[str]]


@lru_cache(maxsize=100_000)
def key(kind: str, *parts: str) -> int:
    """Return the key of a kind and its parts: a signed 64-bit number, the same on every machine and for ever.

    >>> key("date+surname", "2015-03-09", "SM") == key("date+surname", "2015-03-09", "SM")
    True
    """
    digest = blake2b("\x1f".join((kind, *parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def keys_of(record: IdentityRecord) -> tuple[int, ...]:
    """Return the keys under which ``record`` is kept, in order and each once; more with former names."""
    return tuple(sorted({key(kind, *parts) for kind, parts in _record_keys(prepare(record))}))


def query_keys(
    record: IdentityRecord, similar_names: SimilarNames | None = None
) -> tuple[tuple[int, float], ...]:
    """Return the keys to look up for ``record``, each with its weight, the heaviest first.

    Beside the record's own keys there are those of likely slips: day and month changed about, a day or a year off, the
    forms of the forename, names in ``similar_names`` (folded name → names that are one letter apart and do occur).
    A part that the record does not have is left out.
    """
    prepared = prepare(record)
    similar = similar_names or {}
    found: dict[int, float] = {}
    for kind, parts, factor in _query_keys(prepared, similar):
        number = key(kind, *parts)
        found[number] = max(found.get(number, 0.0), WEIGHTS[kind] * factor)
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def names_to_expand(record: IdentityRecord) -> tuple[str, ...]:
    """Return the folded names of ``record`` for which a caller may look up names that are one letter apart."""
    prepared = prepare(record)
    names = (*_forename_words(prepared), *_surname_words(prepared))
    return tuple(dict.fromkeys(name for name in names if len(name) >= 4))


def deletions(name: str) -> frozenset[str]:
    """Return a folded name and the name with each one letter left out.

    Two names that are one edit apart share one of these: a table of them finds all such names by equality.

    >>> sorted(deletions("ann"))
    ['an', 'ann', 'nn']
    """
    return frozenset((name, *(name[:i] + name[i + 1 :] for i in range(len(name)))))


def date_slips(born: date) -> tuple[tuple[date, float], ...]:
    """Return the dates that ``born`` may stand for, each with how likely that is beside the date itself.

    >>> [day.isoformat() for day, _ in date_slips(date(2015, 3, 9))][:3]
    ['2015-03-09', '2015-09-03', '2015-03-10']
    """
    slips: dict[date, float] = {born: 1.0}
    if born.day <= 12:
        slips.setdefault(date(born.year, born.day, born.month), _SWAPPED)
    if not date.min.year < born.year < date.max.year:
        return tuple(slips.items())
    for days in (1, -1):
        slips.setdefault(born + timedelta(days=days), _NEAR)
    for years in (1, -1):
        last = calendar.monthrange(born.year + years, born.month)[1]
        slips.setdefault(date(born.year + years, born.month, min(born.day, last)), _YEAR_OFF)
    slips.setdefault(date(born.year, 1, 1), _DEFAULT)
    return tuple(slips.items())


_Keys = Iterator[tuple[str, tuple[str, ...]]]


def _record_keys(record: Prepared) -> _Keys:
    forenames = _sounds(_forename_words(record))
    surnames = _sounds(_surname_words(record))
    born = (record.birth_date,) if record.birth_date else ()
    yield from _dated(born, forenames, surnames, record)
    yield from _placed(forenames, surnames, record)
    yield from _numbered(record)
    yield from _paired(born, forenames, surnames)
    for word in _surname_words(record):
        yield "surname", (word,)
        # A surname alone, with two letters changed about or a vowel wrong, is found by the sounds that it has.
        yield "surname-letters", (letters(word),)


def _query_keys(record: Prepared, similar: SimilarNames) -> Iterator[tuple[str, tuple[str, ...], float]]:
    yield from ((kind, parts, 1.0) for kind, parts in _record_keys(record))
    forenames = _sounds(_forename_words(record))
    surnames = _sounds(_surname_words(record))
    wider = {
        **dict.fromkeys(_similar(_forename_words(record), similar), _SIMILAR_NAME),
        **dict.fromkeys(_sounds(_variants(record)), _VARIANT_FORENAME),
    }
    wider_surnames = dict.fromkeys(_similar(_surname_words(record), similar), _SIMILAR_NAME)
    all_forenames = {**wider, **dict.fromkeys(forenames, 1.0)}
    all_surnames = {**wider_surnames, **dict.fromkeys(surnames, 1.0)}
    dates = date_slips(record.birth_date) if record.birth_date else ()
    for born, likely in dates:
        day = born.isoformat()
        # Two slips at once, in the date and in the name, are left to the other keys: the list would grow without end.
        is_given = born == record.birth_date
        for kind, as_given, wide in (
            ("forename", forenames, all_forenames),
            ("surname", surnames, all_surnames),
        ):
            shares = wide if is_given else dict.fromkeys(as_given, 1.0)
            yield from ((f"date+{kind}", (day, one), likely * share) for one, share in shares.items())
        yield from (("date+initials", (day, *pair), likely) for pair in _initials(record))
    years = {born.year: likely for born, likely in reversed(dates)}
    # Forename and surname changed about: the pair is sorted in its key, and a birth date goes with either.
    for (one, share), (other, other_share) in product(all_forenames.items(), all_surnames.items()):
        yield "names", _pair(one, other), share * other_share
        for year, likely in years.items():
            yield "names+year", (*_pair(one, other), str(year)), share * other_share * likely
    if record.birth_date:
        day = record.birth_date.isoformat()
        yield from (("date+forename", (day, one), 0.6) for one in surnames)
        yield from (("date+surname", (day, one), 0.6) for one in forenames)
    yield from (
        ("surname", (word,), _SIMILAR_NAME)
        for name in _surname_words(record)
        for word in similar.get(name, ())
    )


def _dated(
    born: Iterable[date], forenames: Sequence[str], surnames: Sequence[str], record: Prepared
) -> _Keys:
    for day in (one.isoformat() for one in born):
        yield "date", (day,)
        yield from (("date+forename", (day, one)) for one in forenames)
        yield from (("date+surname", (day, one)) for one in surnames)
        # Both names mis-written, so that neither sounds the same: hundreds share a date, few of them both initials.
        yield from (("date+initials", (day, *pair)) for pair in _initials(record))
        if record.postcode:
            yield "date+district", (day, record.postcode.district)


def _placed(forenames: Sequence[str], surnames: Sequence[str], record: Prepared) -> _Keys:
    units = [one.unit for one in (record.postcode, *record.former_postcodes) if one and one.unit]
    for unit in dict.fromkeys(units):
        yield "postcode", (unit,)
        yield from (("postcode+forename", (unit, one)) for one in forenames)
        yield from (("postcode+surname", (unit, one)) for one in surnames)


def _numbered(record: Prepared) -> _Keys:
    for upn in filter(None, (record.upn, *sorted(record.former_upns))):
        yield "upn", (upn,)
        # Every other character: a slip in one half leaves the other. (The first seven are those of a whole school.)
        yield "upn-odd", (upn[0::2],)
        yield "upn-even", (upn[1::2],)
    if record.nhs_number:
        yield "nhs", (record.nhs_number,)
    yield from (("phone", (phone,)) for phone in sorted(record.phones))


def _paired(born: Iterable[date], forenames: Sequence[str], surnames: Sequence[str]) -> _Keys:
    years = [str(one.year) for one in born]
    for one, other in product(forenames, surnames):
        yield "names", _pair(one, other)
        yield from (("names+year", (*_pair(one, other), year)) for year in years)


def _initials(record: Prepared) -> tuple[tuple[str, str], ...]:
    """Return the first letters of forename and surname, in order of the alphabet since the two may have changed about.

    Of the first forename of each kind and of each surname; the parts of a double surname count as surnames.
    """
    pairs = product(_forename_words(record), _surname_words(record))
    return tuple(dict.fromkeys(_pair(one[:1], other[:1]) for one, other in pairs))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _forename_words(record: Prepared) -> tuple[str, ...]:
    """Return the first forename of each kind, folded: the legal one, the preferred and the former ones."""
    words: list[str] = []
    for names in (record.forenames, *record.other_forenames):
        words += names.first.tokens[:1]
        if names.rest and is_shared_prefix(names.first.joined):
            # "Mohammed Ali" may be looked for as Ali, "Abdul Rahman" as Abdulrahman.
            words += (names.rest.tokens[0], names.first.joined + names.rest.tokens[0])
    return tuple(dict.fromkeys(words))


def _surname_words(record: Prepared) -> tuple[str, ...]:
    """Return the surnames, folded: whole and, where they are double-barrelled, each part."""
    names = filter(None, (record.surname, *record.other_surnames))
    return tuple(dict.fromkeys(word for name in names for word in (name.core, *name.tokens)))


def _sounds(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound(name_of(word).core) for word in words))


def _variants(record: Prepared) -> Iterator[str]:
    for word in _forename_words(record):
        yield from variants_of(word)


def _similar(words: Iterable[str], similar: SimilarNames) -> tuple[str, ...]:
    return _sounds(other for word in words for other in similar.get(word, ()))
