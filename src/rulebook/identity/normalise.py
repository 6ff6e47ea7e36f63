"""Names, postcodes and numbers brought to one form for comparing; what was received is kept elsewhere."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rulebook.identifiers.nhs_number import read_nhs_number

# Letters that no decomposition of Unicode turns into plain ones.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "a",
    }
)  # fmt: skip

# Every mark that people type for an apostrophe, and the ayn and hamza of transliteration: all are left out.
_APOSTROPHES = re.compile("['`´‘’‚‛′ʻʼʽʾʿˈ＇]")

TITLES = frozenset(
    {
        "mr",
        "mrs",
        "miss",
        "ms",
        "mx",
        "master",
        "mstr",
        "dr",
        "rev",
        "revd",
        "sir",
        "lady",
        "lord",
        "dame",
        "prof",
    }
)

# Words that belong to the name after them. "Al Hassan", "Al-Hassan", "Alhassan" and "Hassan" may be one child.
PARTICLES = frozenset(
    {
        "al", "el", "ul", "ur", "abu", "bin", "bint", "ibn", "ap", "ab", "o", "mc", "mac", "fitz", "st", "de", "da",
        "das", "dos", "del", "della", "di", "du", "la", "le", "las", "los", "lo", "van", "von", "der", "den", "ter",
        "ten", "zu", "af", "av",
    }
)  # fmt: skip

_VOWELS = "aeiou"
_WEAK = frozenset("aeiouhwy")


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the forms that are compared: ``Al-Hassan Khan`` is ``al hassan khan``, ``alhassankhan``, and so on.

    ``joined`` has no spaces; ``core`` is ``joined`` without particles; ``tokens`` are the words, each with its
    particles joined to it; ``sound`` is the phonetic key of ``core``. All are empty when nothing was given.
    """

    joined: str
    core: str
    tokens: tuple[str, ...]
    sound: str

    def __bool__(self) -> bool:
        """Whether there is a name at all."""
        return bool(self.joined)


@dataclass(frozen=True, slots=True)
class Forenames:
    """Forenames and middle names as one child bears them; lists draw the line between the two where they like.

    ``first`` is the first of them ("Anne-Marie" is one), ``rest`` all others, ``given`` the whole.
    """

    first: Name
    rest: Name
    given: Name

    def __bool__(self) -> bool:
        """Whether there is a forename at all."""
        return bool(self.given)


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in its parts: ``NR1 3JU`` has area ``NR``, district ``NR1``, sector ``NR1 3`` and unit ``NR1 3JU``.

    Only the parts that were given are filled: ``NR1`` alone has an area and a district.
    """

    area: str
    district: str
    sector: str
    unit: str


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and apostrophes, words parted by one space.

    >>> fold("  O’Brien-ŁUKASZ ")
    'obrien lukasz'
    >>> fold("José  Ibáñez")
    'jose ibanez'
    """
    text = _APOSTROPHES.sub("", text.casefold()).translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    # Marks that only decomposition brings to light (NFKD of a full-width letter, say) are folded by the second pass.
    plain = _APOSTROPHES.sub("", plain.casefold()).translate(_LETTERS)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without titles; a name that is only a title is kept as it is.

    >>> words_of("Master Jean-Luc")
    ('jean', 'luc')
    """
    words = tuple(fold(text).split())
    return tuple(word for word in words if word not in TITLES) or words


@lru_cache(maxsize=200_000)
def name_of(text: str) -> Name:
    """Return ``text`` as a ``Name``.

    >>> name_of("Al-Hassan Khan").tokens
    ('alhassan', 'khan')
    >>> name_of("van der Berg").core
    'berg'
    """
    words = words_of(text)
    core = tuple(word for word in words if word not in PARTICLES) or words
    return Name(joined="".join(words), core="".join(core), tokens=_tokens(words), sound=sound("".join(core)))


@lru_cache(maxsize=200_000)
def forenames_of(forenames: str, middle_names: str = "") -> Forenames:
    """Return forenames and middle names taken apart after the first.

    >>> parts = forenames_of("Mary Jane", "Ann")
    >>> parts.first.joined, parts.rest.tokens
    ('mary', ('jane', 'ann'))
    >>> forenames_of("Mr Abu Bakr").first.joined
    'abubakr'
    """
    spaced = f"{forenames} {middle_names}"
    pieces = [
        piece for piece in spaced.split() if words_of(piece) and fold(piece) not in TITLES
    ] or spaced.split()
    length = next((i for i, piece in enumerate(pieces, 1) if fold(piece) not in PARTICLES), len(pieces))
    return Forenames(name_of(" ".join(pieces[:length])), name_of(" ".join(pieces[length:])), name_of(spaced))


def _tokens(words: tuple[str, ...]) -> tuple[str, ...]:
    tokens: list[str] = []
    held = ""
    for word in words:
        if word in PARTICLES:
            held += word
            continue
        tokens.append(held + word)
        held = ""
    # A particle with nothing after it ("Ali Al") is a word of its own.
    return (*tokens, held) if held else tuple(tokens)


# The sound of a name, for names as English schools have them. The order is the point: longer groups go first, and what
# depends on its neighbours goes before those neighbours are folded. Capitals are finished sounds.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x(?=[aeiou])", "h"),  # Somali: Xasan, Xuseen, Xaliimo
        (r"xh", "J"),  # Albanian: Xhevdet
        (r"(?:tsch|tch|sch|sh|ch|cz|sz)", "S"),
        (r"(?:dzi|dzh|dj|dz|zh)", "J"),
        (r"ph", "F"),
        (r"(?<=[aeiou])gh(?=t|s|es|$)", ""),  # Wright, Hughes, Leigh; but Ghulam and Singh are sounded
        (r"ck", "K"),
        (r"([kgbdt])h", r"\1"),
        (r"sc(?=[eiy])", "S"),
        (r"c(?=[eiy])", "S"),
        (r"x", "KS"),
        (r"(?<=[aeiou])w(?![aeiou])", ""),  # Brown, Shaw, Andrew; but Nowak has a V
        (r"^y(?=[aeiou])", "J"),
        (r"iy", "i"),
        (r"(?<=[aeou])y(?=[aeiou])", "J"),  # Maya and Maja; Eliyah is an i
    )
)
_LETTER_SOUNDS = str.maketrans(
    {"b": "B", "c": "K", "d": "D", "f": "F", "g": "G", "j": "J", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P",
     "q": "K", "r": "R", "s": "S", "t": "T", "v": "V", "w": "V", "z": "S"}
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_SOUNDS_OF_LINES = tuple((re.compile(one.pattern, re.MULTILINE), becomes) for one, becomes in _SOUNDS)
_OPEN = frozenset((*_VOWELS, "y"))
_NO_SMALL_LETTERS = str.maketrans(dict.fromkeys("abcdefghijklmnopqrstuvwxyz"))
SOUND_LENGTH = 5


# Names with none of these are spelt by single letters, and most names are: the patterns above need not be tried.
_TELLING = re.compile(r"[chwxyz]|dj|^[gkp]n|^ps")


@lru_cache(maxsize=200_000)
def sound(joined: str) -> str:
    """Return the phonetic key of a folded name: at most five consonants, after an ``A`` if it begins with a vowel.

    Made for the names of England's schools and not for English ones only: it folds the letters that transliteration
    writes differently. A name in another script is its own key.

    >>> sound("mohammed"), sound("muhamad"), sound("szymon"), sound("shimon")
    ('MMD', 'MMD', 'SMN', 'SMN')
    >>> sound("aisha"), sound("ayesha"), sound("wright"), sound("rite")
    ('AS', 'AJS', 'RT', 'RT')
    """
    whole = _sounded(joined)
    return whole[: SOUND_LENGTH + (whole[:1] == "A")] if joined.isascii() else whole


def sounds(names: Sequence[str]) -> list[str]:
    """Return the sound of each name, all of them small letters of ASCII: many times faster than one by one.

    >>> sounds(["mohammed", "szymon", "ayesha"])
    ['MMD', 'SMN', 'AJS']
    """
    text = "\n".join(names)
    for pattern, becomes in _SOUNDS_OF_LINES:
        text = pattern.sub(becomes, text)
    text = _REPEATED.sub(r"\1", text.translate(_LETTER_SOUNDS))
    found = []
    for name, line in zip(names, text.split("\n") if names else (), strict=True):
        first = "H" if line[:1] == "h" else "A" if line[:1] in _OPEN else ""
        whole = first + line.translate(_NO_SMALL_LETTERS) or name
        found.append(whole[: SOUND_LENGTH + (whole[:1] == "A")])
    return found


def letters(joined: str) -> str:
    """Return the consonants of a folded name, each once and in order: equal whatever letters change places.

    Letters that are written for one another count as one; H, W and Y, which come and go, do not count.

    >>> letters("rowbottom"), letters("robwottom"), letters("ivy")
    ('BMRT', 'BMRT', 'V')
    """
    heard = {letter.translate(_LETTER_SOUNDS) for letter in joined if letter not in _WEAK}
    return "".join(sorted(heard)) or joined


def _sounded(joined: str) -> str:
    """Return the phonetic key of a folded name at its whole length."""
    if not joined or not joined.isascii():
        return joined
    text = joined
    if _TELLING.search(text):
        for pattern, becomes in _SOUNDS:
            text = pattern.sub(becomes, text)
    text = _REPEATED.sub(r"\1", text.translate(_LETTER_SOUNDS))
    first = "H" if text[:1] == "h" else "A" if text[:1] in (*_VOWELS, "y") else ""
    consonants = "".join(c for c in text if not c.islower())
    return first + consonants or joined


_UNIT = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
_DISTRICT = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)")


@lru_cache(maxsize=200_000)
def postcode_parts(text: str) -> Postcode | None:
    """Return the parts of a postcode or of a district; ``None`` when there is no such thing in ``text``.

    The pseudo-postcodes that begin with ZZ (no fixed abode, abroad) say nothing about where a child lives: ``None``.

    >>> postcode_parts("nr13ju")
    Postcode(area='NR', district='NR1', sector='NR1 3', unit='NR1 3JU')
    >>> postcode_parts("NR1").unit
    ''
    >>> postcode_parts("ZZ99 3VZ") is None
    True
    """
    plain = "".join(c for c in text.upper() if c.isalnum())
    if plain.startswith("ZZ"):
        return None
    if whole := _UNIT.fullmatch(plain):
        area, number, sector, unit = whole.groups()
        district = area + number
        return Postcode(area, district, f"{district} {sector}", f"{district} {sector}{unit}")
    if part := _DISTRICT.fullmatch(plain):
        return Postcode(part[1], part[0], "", "")
    return None


_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")


def upn_of(text: str) -> str:
    """Return a UPN in capitals without spaces, or an empty string when it has not the form of one.

    >>> upn_of(" h801200001001 ")
    'H801200001001'
    >>> upn_of("not known")
    ''
    """
    plain = "".join(c for c in text.upper() if c.isalnum())
    return plain if _UPN.fullmatch(plain) else ""


def nhs_number_of(text: str) -> str:
    """Return the ten digits of an NHS number, or an empty string when its check digit is wrong.

    >>> nhs_number_of("943 476 5870"), nhs_number_of("9434765871")
    ('9434765870', '')
    """
    number = read_nhs_number(text).value or ""
    # Ten equal digits are what forms are filled with when the number is not known; some pass the check.
    return number if len(set(number)) > 1 else ""


def phone_of(text: str) -> str:
    """Return a telephone number as its last nine or ten national digits, without 0 or +44; empty when too short.

    >>> phone_of("+44 (0)7700 900123"), phone_of("07700 900 123"), phone_of("none")
    ('7700900123', '7700900123', '')
    """
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) > 10:
            digits = digits[len(prefix) :]
            break
    digits = digits.lstrip("0")
    return digits if len(digits) >= 9 else ""


def sex_of(text: str) -> str:
    """Return ``M`` or ``F`` from what forms and lists write; empty for unknown, which is no evidence.

    >>> sex_of("Female"), sex_of("boy"), sex_of("U")
    ('F', 'M', '')
    """
    return _SEXES.get(text.strip().casefold(), "")


_SEXES = {"m": "M", "male": "M", "boy": "M", "f": "F", "female": "F", "girl": "F"}
