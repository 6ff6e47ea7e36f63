"""The grounds for deletion as a table by date in force, read from the TOML files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rulebook.parameters import Parameters
from rulebook.wording import long_date

REGIMES = ("regulation-8.toml", "regulation-9.toml")
OUTSIDE_AGE = "(3)"  # paragraph (3) is for pupils who are not of compulsory school age


class NoGroundsInForce(LookupError):
    """Grounds were asked for on a day before the first Regulations held."""


class FileTo(StrEnum):
    """To whom the transfer file of a ground is addressed."""

    SCHOOL = "school"  # the school that the pupil goes to
    LEFT_SECTOR = "left-sector"  # MMMMMMM
    UNKNOWN = "unknown"  # XXXXXXX
    DESTINATION = "destination"  # whichever the destination asks for
    NONE = "none"


class ConsentAsked(StrEnum):
    """Whether the authority that placed a child at a special school is asked for consent."""

    NO = ""
    NEEDED = "needed"
    LOOK = "look"  # said to be needed on most grounds; on which is not verified, so it warns


@dataclass(frozen=True, slots=True)
class Asks:
    """A question in words: what it asks, what to do until it is met, and the facts that it needs."""

    asks: str
    then: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One question of a ground, with how sure we are of its wording and the first day on which it is asked."""

    code: str
    mark: str
    from_on: date
    advises: bool = False  # it warns, and does not decide
    decides_once: str = ""  # until this law is in force it warns, and from then it decides

    def only_warns(self, numbers: Parameters, *, on: date) -> bool:
        """Whether it warns on that day and does not decide."""
        if self.decides_once:
            return not numbers.in_force(self.decides_once, on=on)
        return self.advises


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOwed:
    """What the school owes the authority for a deletion under one set of Regulations."""

    code: str
    words: str
    parameter: str
    source: str
    mark: str
    from_on: date
    until: date | None = None
    grounds: tuple[str, ...] = ()  # those on which it is owed; on all of them when none is named
    carries: tuple[str, ...] = ()  # what it has to give, in our own words; empty where its own form says it

    def is_owed(self, on: date, ground: str) -> bool:
        """Whether a deletion on that day, on that ground, makes the school owe it."""
        return _holds(on, self.from_on, self.until) and (not self.grounds or ground in self.grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground: its code, such as ``9(1)(h)``, its short words, its conditions and what follows a deletion on it.

    A ground that an amendment changed stands in the table twice, each time with its own first and last day.
    """

    code: str
    words: str
    source: str
    mark: str
    file: FileTo
    consent: ConsentAsked
    joint_enquiry: bool
    note: str
    successors: tuple[str, ...]
    conditions: tuple[Condition, ...]
    from_on: date
    until: date | None

    def is_in_force(self, on: date) -> bool:
        """Whether a deletion on that day can rest on it as it is written here."""
        return _holds(on, self.from_on, self.until)

    @property
    def for_compulsory_age(self) -> bool:
        """Whether it is a ground for pupils of compulsory school age."""
        return OUTSIDE_AGE not in self.code

    def conditions_on(self, day: date) -> tuple[Condition, ...]:
        """Return the conditions that are asked of a deletion on that day."""
        return tuple(condition for condition in self.conditions if condition.from_on <= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One set of Regulations, from its first day to its last, both included."""

    name: str
    cites: str
    from_on: date
    until: date | None
    grounds: tuple[Ground, ...]
    returns: tuple[ReturnOwed, ...]

    def is_in_force(self, on: date) -> bool:
        """Whether a deletion on that day falls under it."""
        return _holds(on, self.from_on, self.until)

    def grounds_on(self, day: date) -> tuple[Ground, ...]:
        """Return the grounds on which a name may be deleted on that day, as they were written on it."""
        return tuple(ground for ground in self.grounds if ground.is_in_force(day))

    def ground(self, code: str, *, on: date) -> Ground | None:
        """Return the ground with this code as it was written on that day, or None when there was none such."""
        return next((ground for ground in self.grounds_on(on) if ground.code == code), None)


@lru_cache(maxsize=1)
def regimes() -> tuple[Regime, ...]:
    """Return every set of Regulations held, the oldest first."""
    return tuple(_regime(_toml(name)) for name in REGIMES)


@lru_cache(maxsize=1)
def asks() -> Mapping[str, Asks]:
    """Return every question in words, by its code."""
    return {
        code: Asks(row["asks"], row["then"], tuple(row["needs"]))
        for code, row in _toml("questions.toml").items()
    }


def regime_on(day: date) -> Regime:
    """Return the Regulations for a deletion on ``day``. Raises NoGroundsInForce before the first ones held."""
    for regime in regimes():
        if regime.is_in_force(day):
            return regime
    first = regimes()[0]
    raise NoGroundsInForce(
        f"no grounds for a deletion on {long_date(day)}: the first held are from {long_date(first.from_on)}"
    )


def find_ground(code: str) -> tuple[Regime, Ground] | None:
    """Return a ground with its Regulations, whenever they were in force; None for an unknown code."""
    for regime in regimes():
        for ground in regime.grounds:
            if ground.code == code:
                return regime, ground
    return None


def _holds(on: date, from_on: date, until: date | None) -> bool:
    return from_on <= on and (until is None or on <= until)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("rulebook.grounds").joinpath(name).read_text(encoding="utf-8"))


def _regime(text: dict[str, Any]) -> Regime:
    head = text["regime"]
    from_on: date = head["from"]
    return Regime(
        name=head["name"],
        cites=head["cites"],
        from_on=from_on,
        until=head.get("until"),
        grounds=tuple(_ground(row, head) for row in text["ground"]),
        returns=tuple(_return(row, from_on=from_on) for row in text["return"]),
    )


def _return(row: dict[str, Any], *, from_on: date) -> ReturnOwed:
    return ReturnOwed(
        code=row["code"],
        words=row["words"],
        parameter=row["parameter"],
        source=row["source"],
        mark=row["mark"],
        from_on=row.get("from", from_on),
        until=row.get("until"),
        grounds=tuple(row.get("grounds", ())),
        carries=tuple(row.get("carries", ())),
    )


def _ground(row: dict[str, Any], head: dict[str, Any]) -> Ground:
    cites: str = head["cites"]
    from_on: date = row.get("from", head["from"])
    code: str = row["code"]
    paragraph = code[code.index("(") :]
    consent = ConsentAsked(row.get("consent", ""))
    age: str = "not-of-compulsory-age" if OUTSIDE_AGE in code else head["age"]
    conditions = [Condition(age, "S", from_on)]
    conditions += [
        Condition(
            each["ask"],
            each["mark"],
            each.get("from", from_on),
            decides_once=each.get("decides_once", ""),
        )
        for each in row["questions"]
    ]
    if consent:
        # Paragraph (2) of the 2006 Regulations was read; what became of it in 2024 was not.
        mark = "S" if "2006" in cites else "M"
        once = row.get("consent_decides_once", "")
        conditions.append(Condition("authority-consents", mark, from_on, consent is ConsentAsked.LOOK, once))
    return Ground(
        code=code,
        words=row["words"],
        source=f"{cites}{paragraph}",
        mark=row["mark"],
        file=FileTo(row["file"]),
        consent=consent,
        joint_enquiry=row.get("joint_enquiry", False),
        note=row.get("note", ""),
        successors=tuple(row.get("successors", ())),
        conditions=tuple(conditions),
        from_on=from_on,
        until=row.get("until", head.get("until")),
    )
