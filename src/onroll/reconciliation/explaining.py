"""What explains a child of a list, from what is known of it: plain values in, one reason and its words out.

The order is the rule. A roll that lists the child today answers first; then an open case, which nobody may explain
away; then what is held otherwise; then the age; then the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onroll.reconciliation.models import Reason
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import long_date

INDEPENDENT_GROUP = "independent"
ALTERNATIVE_TYPES = frozenset(
    {"14", "38", "42", "43"}
)  # pupil referral units; free schools and academies for AP [M]
OTHERWISE: Mapping[str, Reason] = {
    "home": Reason.HOME,
    "alternative": Reason.ALTERNATIVE,
    "school": Reason.OUT_OF_COUNTY,
}
# How a case was closed, where that still explains the child; another ending, or none confirmed, explains nothing now.
ENDED: Mapping[str, Reason] = {
    "another-authority": Reason.OUT_OF_COUNTY,
    "left-country": Reason.EXPLAINED,
    "home-educated": Reason.HOME,
    "alternative-provision": Reason.ALTERNATIVE,
}


@dataclass(frozen=True, kw_only=True)
class SchoolNow:
    """The school whose roll lists a child: its name, whether it is ours, and what kind it is."""

    name: str
    ours: bool = True
    independent: bool = False
    alternative: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is held of one child on the day: empty where nothing is."""

    reference: str = ""
    born_on: date | None = None
    died_on: date | None = None
    school: SchoolNow | None = None
    education_words: str = ""
    left_out: bool = False  # on a roll that its newest list no longer holds
    otherwise: str = ""  # the kind of provision that stands
    case: str = ""  # the reference of an open case
    ended_as: str = ""  # how the last case was closed
    ended_words: str = ""


@dataclass(frozen=True)
class Explained:
    """One reason, and why in words; what is likeliest where nobody can explain."""

    reason: Reason
    words: str
    likeliest: str = ""


def explain(known: Known, *, on: date) -> Explained:
    """Return what explains a child held here."""
    if known.died_on:
        return Explained(Reason.EXPLAINED, f"{known.reference} died on {long_date(known.died_on)}")
    if known.school and not known.left_out:
        return Explained(_of_school(known.school), f"{known.education_words} ({known.reference})")
    if known.case:
        return Explained(Reason.KNOWN_CASE, f"{known.reference} is sought: case {known.case}")
    if known.otherwise:
        return Explained(OTHERWISE[known.otherwise], f"{known.education_words} ({known.reference})")
    by_age = of_age(known.born_on, on=on)
    if by_age:
        return by_age
    if known.ended_as in ENDED:
        return Explained(ENDED[known.ended_as], f"{known.reference}: {known.ended_words}")
    said = "; ".join(part for part in (known.education_words, known.ended_words) if part)
    return Explained(
        Reason.UNEXPLAINED, f"{known.reference} is held here. {said}", likeliest=_likeliest_of_known(known)
    )


def of_age(born_on: date | None, *, on: date) -> Explained | None:
    """Return that a child is not of compulsory school age on a day; None for one who is, or whose age is not known."""
    if born_on is None:
        return None
    ages = compulsory_school_age(born_on)
    if on < ages.starts_on:
        words = f"Too young: of compulsory school age from {long_date(ages.starts_on)}"
        return Explained(Reason.AGE, words)
    if on > ages.ends_on:
        return Explained(Reason.AGE, f"Too old: compulsory school age ended on {long_date(ages.ends_on)}")
    return None


def of_stranger(
    *,
    born_on: date | None,
    on: date,
    postcode: str,
    ours: bool | None,
    listed_on: date | None,
    near: str = "",
    family: str = "",
) -> Explained:
    """Return what explains a child of whom nothing is held here; ``ours`` says whether the postcode is in our areas.

    ``near`` is a child held here who is a little like this one, ``family`` one of the same home, and what is known of
    that one.
    """
    by_age = of_age(born_on, on=on)
    if by_age:
        return by_age
    if ours is False:
        return Explained(Reason.OUT_OF_COUNTY, f"The list has {postcode}, which is outside our areas")
    return Explained(
        Reason.UNEXPLAINED,
        "Nobody like this child is held here",
        likeliest=_likeliest_of_stranger(
            born_on=born_on, on=on, listed_on=listed_on, near=near, family=family
        ),
    )


def _of_school(school: SchoolNow) -> Reason:
    if not school.ours:
        return Reason.OUT_OF_COUNTY
    if school.independent:
        return Reason.INDEPENDENT
    return Reason.ALTERNATIVE if school.alternative else Reason.ON_ROLL


def _likeliest_of_known(known: Known) -> str:
    if known.left_out:
        return "Left out of the school’s newest list: ask the school whether the child attends, or where the child went"
    if "Offered a place" in known.education_words:
        return "Has a place and has not started: ask the school and the family’s admissions officer"
    return "Left a roll here and was not entered on another: ask the last school where the child went"


def _likeliest_of_stranger(
    *, born_on: date | None, on: date, listed_on: date | None, near: str, family: str
) -> str:
    if near:
        return f"May be {near}, written in another way: compare the two before anything else"
    if family:
        return f"{family}: may be a brother or sister. Ask there about the family first"
    if born_on and (on - compulsory_school_age(born_on).starts_on).days < 240:
        return "Has only just reached school age: may wait for a place, or have one and not have started"
    if listed_on and (on - listed_on).days > 180:
        return f"May have moved away since the list was made, on {long_date(listed_on)}"
    return (
        "Came here lately, is at a school that sends us no roll, or is educated at home without our knowledge"
    )
