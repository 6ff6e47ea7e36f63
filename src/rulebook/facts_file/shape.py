"""What may stand in a facts file: the file as frozen values, and each value's shape for reader and schema."""

from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from rulebook.grounds.facts import DeletionFacts
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.school_days.calendar import Closure, Term

FORMAT = "onroll-facts-1"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MOST = 1000  # of school days, hours and the like: more is a slip of the keyboard
MAX_BYTES = 4_000_000  # some forty thousand facts; one case, pupil or authority has a few hundred
NAMES = ("id", "subject")  # texts that name something and cannot be empty


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCalendar:
    """The terms and closures by which school days are counted; without any, those dates are not yet known."""

    name: str = "the calendar of the file"
    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """The own calendar of one school, by the name that the facts use for the school."""

    school: str
    terms: tuple[Term, ...]
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFile:
    """A facts file: a calendar, and what is known of a case, a pupil of a school, the authority, or a deletion.

    For a deletion ``calendar`` is the school's own.
    """

    format: str
    calendar: PublishedCalendar | None = None
    school_calendars: tuple[SchoolCalendar, ...] = ()
    case: CaseFacts | None = None
    pupil: PupilFacts | None = None
    authority: AuthorityFacts | None = None
    deletion: DeletionFacts | None = None


class Form(StrEnum):
    """The forms that a value can have in the file."""

    DAY = "a day such as 2026-11-09"
    TEXT = "text in quotation marks"
    FLAG = "true or false"
    NUMBER = "a whole number"
    CHOICE = "one of a list"
    OBJECT = "an object in braces"
    LIST = "a list in brackets"


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of one value: ``of`` is the class of an object or choice, ``each`` the shape of a list's entries."""

    form: Form
    of: Any = None
    each: "Shape | None" = None
    may_be_null: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of an object."""

    name: str
    shape: Shape
    required: bool


@cache
def parts_of(kind: type) -> tuple[Part, ...]:
    """Return the parts of an object of that class, in order."""
    hints = get_type_hints(kind)
    return tuple(
        Part(
            field.name,
            shape_of(hints[field.name]),
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(kind)
    )


def shape_of(hint: Any) -> Shape:
    """Return the shape of a value with that type. Raises TypeError for a type that a file cannot hold."""
    inner = [each for each in get_args(hint) if each is not NoneType]
    if NoneType in get_args(hint) and len(inner) == 1:
        shape = shape_of(inner[0])
        return Shape(shape.form, shape.of, shape.each, may_be_null=True)
    if get_origin(hint) is tuple:
        return Shape(Form.LIST, each=shape_of(inner[0]))
    for known, form in ((date, Form.DAY), (bool, Form.FLAG), (int, Form.NUMBER), (str, Form.TEXT)):
        if hint is known:
            return Shape(form)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Shape(Form.CHOICE, hint)
    if hasattr(hint, "__dataclass_fields__"):
        return Shape(Form.OBJECT, hint)
    raise TypeError(
        f"a facts file cannot hold {hint!r}: expected a date, text, bool, int, choice, fact or tuple"
    )
