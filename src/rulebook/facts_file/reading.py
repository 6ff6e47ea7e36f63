"""Reading a facts file; every fault is found at once, each with its place in the file and what was expected there."""

import json
import re
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from rulebook.facts_file.shape import (
    FIRST_DAY,
    FORMAT,
    LAST_DAY,
    MAX_BYTES,
    MOST,
    NAMES,
    FactsFile,
    Form,
    Shape,
    parts_of,
)
from rulebook.findings import Finding, Refused
from rulebook.school_days.bank_holidays import BankHolidays, bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, examine, for_school
from rulebook.wording import listed

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SUBJECTS = ("case", "pupil", "authority", "deletion")


class FactsWrong(Refused):
    """A facts file cannot be used. Each finding says in ``where`` the place as a JSON path, and what was expected."""


class _Object(dict[str, Any]):
    """An object of the file that remembers the names written in it more than once."""

    twice: tuple[str, ...] = ()


class _Unreadable:
    """Stands for a value with a fault that has been noted."""


UNREADABLE = _Unreadable()


def read_facts(text: str | bytes, *, name: str = "the file") -> FactsFile:
    """Return the facts written in ``text`` as JSON. Raises FactsWrong with every fault found, not only the first.

    ``name`` is what messages call the file. The format is described in docs/how-to/assess.md and schema.json.
    """
    reader = _Reader()
    read = reader.read(_json(text, name=name), Shape(Form.OBJECT, FactsFile), "$")
    if not reader.findings:
        reader.check_whole(read)
    if reader.findings:
        raise FactsWrong(*reader.findings)
    file: FactsFile = read
    return file


def calendars_of(
    file: FactsFile, *, bank_holidays: BankHolidays | None = None
) -> tuple[Calendar, dict[str, Calendar]]:
    """Return the calendar of the file, and the calendars of schools that have their own, by name."""
    published = file.calendar
    default = Calendar(
        bank_holidays=bank_holidays or bank_holidays_of_england(),
        terms=published.terms if published else (),
        closures=published.closures if published else (),
        name=published.name if published else "no calendar given",
    )
    return default, {
        own.school: for_school(
            default, terms=own.terms, closures=own.closures, name=f"the calendar of {own.school}"
        )
        for own in file.school_calendars
    }


def _json(text: str | bytes, *, name: str) -> Any:
    if len(text) > MAX_BYTES:
        words = f"{name} is larger than {MAX_BYTES:,} bytes. Give the facts of one case, pupil or authority at a time."
        raise FactsWrong(Finding("too-large", words, where="$"))
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(written, object_pairs_hook=_object)
    except UnicodeDecodeError as fault:
        words = f"{name}, byte {fault.start + 1}: it is not written in UTF-8. Save it as UTF-8."
        raise FactsWrong(Finding("not-utf-8", words, where=f"byte {fault.start + 1}")) from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        words = f"{name}, {where}: it is not JSON ({fault.msg}). Correct it there."
        raise FactsWrong(Finding("not-json", words, where=where)) from None
    except (RecursionError, ValueError):
        words = f"{name} is nested too deeply, or holds a number too long to be read."
        raise FactsWrong(Finding("not-json", words, where="$")) from None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        made.twice = tuple(sorted({name for name in names if names.count(name) > 1}))
    return made


class _Reader:
    """Turns JSON into facts, and notes every fault on the way."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def read(self, value: Any, shape: Shape, where: str) -> Any:
        """Return the value as the shape asks, or UNREADABLE with a fault noted."""
        if value is None and shape.may_be_null:
            return None
        match shape.form:
            case Form.OBJECT if isinstance(value, dict):
                return self._read_object(value, shape.of, where)
            case Form.LIST if isinstance(value, list) and shape.each is not None:
                return self._read_list(value, shape.each, where)
            case Form.DAY if isinstance(value, str) and DAY.fullmatch(value):
                return self._read_day(value, where)
            case Form.CHOICE if isinstance(value, str):
                return self._read_choice(value, shape.of, where)
            case Form.TEXT if isinstance(value, str):
                return value
            case Form.FLAG if isinstance(value, bool):
                return value
            case Form.NUMBER if isinstance(value, int) and not isinstance(value, bool):
                return self._read_number(value, where)
        expected = f"{shape.form.value}, or null" if shape.may_be_null else shape.form.value
        return self._fault("wrong-form", where, f"it says {_shown(value)}. Expected {expected}.")

    def check_whole(self, file: FactsFile) -> None:
        """Note what is wrong with a file whose every value could be read."""
        if file.format != FORMAT:
            self._fault(
                "format-unknown", "$.format", f"it says {_shown(file.format)}. Expected {_shown(FORMAT)}."
            )
        if all(getattr(file, name) is None for name in SUBJECTS):
            self._fault(
                "nothing-to-assess", "$", f"it holds no facts. Expected {listed(SUBJECTS, joined_by='or')}."
            )
        calendars = [("$.calendar", file.calendar)] if file.calendar else []
        for number, own in enumerate(file.school_calendars):
            calendars.append((f"$.school_calendars[{number}]", own))  # type: ignore[arg-type]
        for where, calendar in calendars:
            for finding in examine(calendar.terms, closures=calendar.closures):
                self.findings.append(replace(finding, words=f"{where}: {finding.words}", where=where))
        self._check_schools(file)

    def _check_schools(self, file: FactsFile) -> None:
        """Note a school that has two calendars, and one whose terms run into those of the authority."""
        seen: set[str] = set()
        for number, own in enumerate(file.school_calendars):
            where = f"$.school_calendars[{number}]"
            if own.school in seen:
                self._fault(
                    "school-twice",
                    f"{where}.school",
                    f"{_shown(own.school)} has a calendar already. Keep one.",
                )
            seen.add(own.school)
        if self.findings:
            return
        for number, own in enumerate(file.school_calendars):
            where = f"$.school_calendars[{number}]"
            try:
                calendars_of(replace(file, school_calendars=(own,)))
            except Refused as wrong:
                for finding in wrong.findings:
                    self.findings.append(replace(finding, words=f"{where}: {finding.words}", where=where))

    def _read_object(self, value: dict[str, Any], kind: type, where: str) -> Any:
        parts = {part.name: part for part in parts_of(kind)}
        noted = len(self.findings)
        for name in getattr(value, "twice", ()):
            self._fault("name-twice", f"{where}.{name}", "it is written more than once. Keep one.")
        for name in value:
            if name not in parts:
                self._unknown(name, tuple(parts), where)
        for part in parts.values():
            if part.required and part.name not in value:
                self._fault(
                    "missing", f"{where}.{part.name}", f"it is missing. Expected {part.shape.form.value}."
                )
        read = {
            name: self.read(each, parts[name].shape, f"{where}.{name}")
            for name, each in value.items()
            if name in parts
        }
        for name in NAMES:
            if read.get(name) == "":
                self._fault("empty", f"{where}.{name}", "it is empty. Give it a word of its own.")
        return UNREADABLE if len(self.findings) > noted else kind(**read)

    def _read_list(self, value: list[Any], shape: Shape, where: str) -> Any:
        read = tuple(self.read(each, shape, f"{where}[{number}]") for number, each in enumerate(value))
        return UNREADABLE if any(each is UNREADABLE for each in read) else read

    def _read_day(self, value: str, where: str) -> Any:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return self._fault("no-such-day", where, f"{value} is no day of the calendar. Correct it.")
        if not FIRST_DAY <= day <= LAST_DAY:
            expected = f"a day from {FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}"
            return self._fault("day-out-of-range", where, f"it says {value}. Expected {expected}.")
        return day

    def _read_number(self, value: int, where: str) -> Any:
        if 0 <= value <= MOST:
            return value
        return self._fault("number-out-of-range", where, f"it says {_shown(value)}. Expected 0 to {MOST}.")

    def _read_choice(self, value: str, kind: Any, where: str) -> Any:
        choices = tuple(each.value for each in kind)
        if value in choices:
            return kind(value)
        words = f"{_shown(value)} is not known here.{_nearest(value, choices)}"
        return self._fault("unknown-code", where, f"{words} Expected {listed(choices, joined_by='or')}.")

    def _unknown(self, name: str, names: tuple[str, ...], where: str) -> None:
        words = f"there is no {_shown(name)} here.{_nearest(name, names)} Expected {listed(names, joined_by='or')}."
        self._fault("unknown-name", f"{where}.{name}", words)

    def _fault(self, code: str, where: str, words: str) -> _Unreadable:
        self.findings.append(Finding(code, f"{where}: {words}", where=where))
        return UNREADABLE


def _nearest(name: str, names: tuple[str, ...]) -> str:
    close = get_close_matches(name, names, n=1)
    return f" Did you mean {_shown(close[0])}?" if close else ""


def _shown(value: Any) -> str:
    """The value as it stands in the file, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"
