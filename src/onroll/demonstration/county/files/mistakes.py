"""How lists come to differ from life: the errors that clerks, parents and systems really make, each by name."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from onroll.demonstration.county import naming
from onroll.demonstration.county.chance import Draw, pick, table


class Said(NamedTuple):
    """What a list says of one child."""

    forename: str
    middle_names: str
    surname: str
    born_on: date | None
    sex: str
    address: str
    postcode: str


Mistake = Callable[[Said, Draw], Said]


def _nickname(said: Said, draw: Draw) -> Said:
    return said._replace(forename=naming.nicknames().get(said.forename, said.forename))


def _spelling(said: Said, draw: Draw) -> Said:
    """Another spelling of the forename, or else of the surname."""
    known = naming.spellings()
    if said.forename in known:
        return said._replace(forename=pick(known[said.forename], draw))
    return said._replace(surname=pick(known[said.surname], draw)) if said.surname in known else said


def _swapped(said: Said, draw: Draw) -> Said:
    return said._replace(forename=said.surname, surname=said.forename) if said.surname else said


def _half(said: Said, draw: Draw) -> Said:
    """One half of a double surname."""
    parts = said.surname.replace("-", " ").split()
    return said._replace(surname=parts[0 if draw() < 0.4 else -1]) if len(parts) > 1 else said


def _letter(said: Said, draw: Draw) -> Said:
    """A letter left out, doubled or changed over, in the forename or the surname."""
    field = "forename" if draw() < 0.5 or len(said.surname) < 4 else "surname"
    name = getattr(said, field)
    if len(name) < 4:
        return said
    place, chance = 1 + int(draw() * (len(name) - 2)), draw()
    if chance < 0.35:
        name = name[:place] + name[place + 1 :]
    elif chance < 0.6:
        name = name[:place] + name[place] + name[place:]
    else:
        name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return said._replace(**{field: name})


def _plain(said: Said, draw: Draw) -> Said:
    return said._replace(forename=naming.plain(said.forename), surname=naming.plain(said.surname))


def _middle_first(said: Said, draw: Draw) -> Said:
    return (
        said._replace(forename=said.middle_names, middle_names=said.forename) if said.middle_names else said
    )


def _day_and_month(said: Said, draw: Draw) -> Said:
    born = said.born_on
    if born is None or born.day > 12 or born.day == born.month:
        return said
    return said._replace(born_on=date(born.year, born.day, born.month))


def _new_year(said: Said, draw: Draw) -> Said:
    return said._replace(born_on=date(said.born_on.year, 1, 1)) if said.born_on else said


def _near_day(said: Said, draw: Draw) -> Said:
    if said.born_on is None or not 2 < said.born_on.day < 27:
        return said
    return said._replace(born_on=said.born_on.replace(day=said.born_on.day + (1 if draw() < 0.5 else -1)))


def _no_birthday(said: Said, draw: Draw) -> Said:
    return said._replace(born_on=None)


def _no_postcode(said: Said, draw: Draw) -> Said:
    return said._replace(postcode="")


def _other_postcode(said: Said, draw: Draw) -> Said:
    if len(said.postcode) < 5 or said.postcode.startswith("ZZ"):
        return said
    return said._replace(postcode=said.postcode[:-1] + pick("ABDEFGHJLNPQRSTUWXYZ", draw))


def _other_sex(said: Said, draw: Draw) -> Said:
    return said._replace(sex="F" if said.sex == "M" else "M")


MISTAKES: dict[str, tuple[Mistake, float]] = {
    "nickname": (_nickname, 20.0),
    "spelling": (_spelling, 16.0),
    "letter": (_letter, 14.0),
    "no accents": (_plain, 10.0),
    "half of a double name": (_half, 8.0),
    "other postcode": (_other_postcode, 9.0),
    "day and month": (_day_and_month, 5.0),
    "names swapped": (_swapped, 4.0),
    "middle name first": (_middle_first, 6.0),
    "near day": (_near_day, 3.0),
    "no postcode": (_no_postcode, 3.0),
    "1 January": (_new_year, 1.2),
    "other sex": (_other_sex, 0.8),
    "no birthday": (_no_birthday, 0.6),
}
_KINDS = table(((name, weight) for name, (_, weight) in MISTAKES.items()), size=1000)


def spoil(said: Said, *, share: float, draw: Draw) -> tuple[Said, tuple[str, ...]]:
    """Return what a list says, and the names of the mistakes in it; ``share`` of all rows are tried.

    One spoilt row in five has two mistakes. A mistake that cannot be made of a row, as halving a single name, is not.
    """
    if draw() >= share:
        return said, ()
    made: list[str] = []
    for _ in range(2 if draw() < 0.2 else 1):
        kind = pick(_KINDS, draw)
        after = MISTAKES[kind][0](said, draw)
        if after != said:
            said = after
            made.append(kind)
    return said, tuple(made)
