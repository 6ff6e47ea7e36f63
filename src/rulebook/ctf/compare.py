"""Two transfer files side by side: which pupils are in one only, and where those in both are told of differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from rulebook.ctf.elements import HEADER, PUPIL, Group, Many, One, Part, Parts, Texts
from rulebook.ctf.layout import CtfPupil, TransferFile


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two files differ: empty text where one of them says nothing."""

    where: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class PupilInBoth:
    """A pupil of both files and where they differ; ``by_upn`` is False where only name and date of birth agree."""

    one: CtfPupil
    other: CtfPupil
    by_upn: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two files share and where they differ."""

    header: tuple[Difference, ...]
    both: tuple[PupilInBoth, ...]
    only_one: tuple[CtfPupil, ...]
    only_other: tuple[CtfPupil, ...]

    @property
    def same(self) -> bool:
        """Whether the files say the same of the same pupils; the order of pupils does not matter."""
        one_sided = self.header or self.only_one or self.only_other
        return not (one_sided or any(pair.differences for pair in self.both))


def compare_files(one: TransferFile, other: TransferFile) -> Comparison:
    """Return where two files differ: a pupil is found again by the UPN, else by names and date of birth.

    This pairs entries of files; whether two entries are one child is for ``rulebook.identity`` to weigh.
    """
    left = list(other.pupils)
    pairs: list[PupilInBoth] = []
    only_one: list[CtfPupil] = []
    by_upn = {pupil.upn: pupil for pupil in reversed(left) if pupil.upn}
    for pupil in one.pupils:
        found = by_upn.pop(pupil.upn, None)
        if found is None:
            only_one.append(pupil)
        else:
            pairs.append(PupilInBoth(pupil, found, True, differences(pupil, found, PUPIL)))
    taken = {id(pair.other) for pair in pairs}
    left = [pupil for pupil in left if id(pupil) not in taken]
    by_name: dict[tuple[str, str, date | None], list[CtfPupil]] = {}
    for pupil in left:
        by_name.setdefault(_named(pupil), []).append(pupil)
    unpaired = []
    for pupil in only_one:
        alike = by_name.get(_named(pupil))
        if alike and pupil.birth_date:
            found = alike.pop(0)
            taken.add(id(found))
            pairs.append(PupilInBoth(pupil, found, False, differences(pupil, found, PUPIL)))
        else:
            unpaired.append(pupil)
    return Comparison(
        header=differences(one.header, other.header, HEADER),
        both=tuple(pairs),
        only_one=tuple(unpaired),
        only_other=tuple(pupil for pupil in left if id(pupil) not in taken),
    )


def differences(one: Any, other: Any, parts: Parts, path: str = "") -> tuple[Difference, ...]:
    """Return where two records of one kind differ, by the elements of the format."""
    return tuple(_differ(one, other, parts, path))


def _differ(one: Any, other: Any, parts: Parts, path: str) -> Iterator[Difference]:
    for part in parts:
        where = f"{path}/{part.element}" if path else part.element
        if isinstance(part, Group):
            yield from _differ(one, other, part.parts, where)
            continue
        value, against = getattr(one, part.field), getattr(other, part.field)
        if value == against:
            continue
        if isinstance(part, Many):
            yield from _differ_in_many(value, against, part, where)
        elif isinstance(part, One) and value is not None and against is not None:
            yield from _differ(value, against, part.parts, where)
        else:
            yield Difference(where, _said(value, part), _said(against, part))


def _differ_in_many(one: Sequence[Any], other: Sequence[Any], part: Many, where: str) -> Iterator[Difference]:
    """Yield what was added, taken out or changed in a list; what only moved along with its neighbours is the same."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        paired = min(end - start, stop - begin)
        for number in range(paired):
            place = f"{where}[{begin + number + 1}]"
            yield from _differ(one[start + number], other[begin + number], part.parts, place)
        for number, gone in enumerate(one[start + paired : end], start + paired + 1):
            yield Difference(f"{where}[{number}]", _said(gone, part), "")
        for number, new in enumerate(other[begin + paired : stop], begin + paired + 1):
            yield Difference(f"{where}[{number}]", "", _said(new, part))


def _said(value: Any, part: Part) -> str:
    """Return a value as a person reads it; of a value of several parts, those that are filled."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(part, One | Many):
        return "; ".join(f"{name} {text}" for name, text in _filled(value, part.parts))
    if isinstance(part, Texts):
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _filled(record: Any, parts: Parts) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, Group):
            yield from _filled(record, part.parts)
            continue
        value = getattr(record, part.field)
        for each in value if isinstance(part, Many) else (value,):
            if text := _said(each, part):
                yield part.element, text


def _named(pupil: CtfPupil) -> tuple[str, str, date | None]:
    return pupil.surname.casefold(), pupil.forename.casefold(), pupil.birth_date
