"""Children as somebody at a counter would write them: a letter wrong, day and month changed about."""

from datetime import date, timedelta

from onroll.demonstration.county.chance import Draw, pick, whole
from onroll.people.models import Child
from rulebook.identity.compare import IdentityRecord

SOUND_ALIKE = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("c", "k"), ("k", "c"), ("s", "z"), ("z", "s"), ("i", "y"),
    ("ee", "ea"), ("ou", "u"), ("w", "v"), ("tt", "t"), ("ll", "l"), ("a", "e"), ("e", "a"), ("o", "u"),
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspelt(word: str, draw: Draw) -> str:
    """Return the word with one slip: a letter left out, doubled, changed, two changed about, or one of like sound."""
    if len(word) < 3:
        return word
    at = whole(1, len(word) - 2, draw)
    slip = whole(1, 5, draw)
    if slip == 1:
        return word[:at] + word[at + 1 :]
    if slip == 2:
        return word[:at] + word[at] + word[at:]
    if slip == 3:
        return word[:at] + pick(LETTERS, draw) + word[at + 1 :]
    if slip == 4:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    lower = word.casefold()
    for heard, written in SOUND_ALIKE:
        if heard in lower[1:]:
            place = lower.index(heard, 1)
            return word[:place] + written + word[place + len(heard) :]
    return word + word[-1]


def date_as_written(born: date, draw: Draw) -> date:
    """Return the date of birth, in three of ten cases wrong: day and month changed about, a day, or a year off."""
    chance = draw()
    if chance < 0.12 and born.day <= 12:
        return date(born.year, born.day, born.month)
    if chance < 0.22:
        return born + timedelta(days=1 if chance < 0.17 else -1)
    if chance < 0.30:
        return date(born.year - 1, born.month, min(born.day, 28))
    return born


def as_written(child: Child, draw: Draw) -> IdentityRecord:
    """Return a child's name and date of birth as written: the surname misspelt, sometimes the first name too."""
    assert child.birth_date
    forename = (child.known_as or child.forenames).split(" ")[0]
    if draw() < 0.3:
        forename = misspelt(forename, draw)
    return IdentityRecord(
        forenames=forename,
        surname=misspelt(child.surname, draw),
        birth_date=date_as_written(child.birth_date, draw),
    )
