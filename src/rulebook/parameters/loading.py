"""Reading the parameter files, and refusing a wrong one with its file, its line and the reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from rulebook.findings import Finding, Refused
from rulebook.parameters.commencing import COMMENCEMENT, wrong_days
from rulebook.parameters.overlaying import unfit
from rulebook.parameters.values import MARKS, Commencement, Parameter, Parameters, Value
from rulebook.school_days.spans import Span, span_of

FIELDS = ("from", "value", "unit", "source", "mark")
ON_PURPOSE = "instead_of"  # a field that only an authority's own row may have
OWN_TABLE = ("words", "values")
TABLE = (*OWN_TABLE, "units", "recurs", "no_more_than", "room_for")
MOST = 1000  # of any unit; a slip of the keyboard makes longer times than any procedure does


class ParametersWrong(Refused):
    """A parameter file cannot be used; each finding names the file, the line and what is wrong there."""


class _Wrong(Exception):
    """One thing wrong with one parameter, in words; the place is added by whoever reads the file.

    ``row`` is the place of the value that is wrong among the parameter's values, the first being 0.
    """

    def __init__(self, words: str, *, row: int | None = None) -> None:
        super().__init__(words)
        self.row = row


def load(overlay: Path | None = None) -> Parameters:
    """Return the parameters of the law and of the procedure, with an authority's own ``local.toml`` laid over them.

    The overlay may change only what ``local.toml`` holds, and where the law leaves it open the kind of day that a
    number of ``statute.toml`` counts in. What it says has to fit the law and its own other numbers. Raises
    ParametersWrong, or FileNotFoundError for an overlay that is not there.
    """
    if overlay is None:
        return _built_in()
    text = _text_of(overlay)
    built_in = _built_in()
    own = read(text, name=str(overlay), known=built_in)
    laid_over = Parameters(
        {**built_in.by_key, **{key: _laid_over(built_in[key], own[key]) for key in own}},
        commencing(text, name=str(overlay), waiting=built_in.waiting),
    )
    faults = [
        _fault(each.key, each.words, text=text, name=str(overlay), row=each.row)
        for each in unfit(own, built_in=built_in, laid_over=laid_over)
    ]
    if faults:
        raise ParametersWrong(*dict.fromkeys(faults))
    return laid_over


@lru_cache(maxsize=1)
def decisions() -> Mapping[str, str]:
    """Return the local decisions that sources cite, by number."""
    table: Mapping[str, str] = tomllib.loads(_package_text("decisions.toml"))["decision"]
    return table


def read(
    text: str, *, name: str, statutory: bool = False, known: Parameters | None = None
) -> dict[str, Parameter]:
    """Return the parameters written in ``text``. Raises ParametersWrong with every fault found, not only the first.

    With ``known`` given, ``text`` is an authority's overlay: it may hold only keys known and not set by law.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ParametersWrong(
            Finding("parameters-not-toml", f"{name} cannot be read: {fault}. Correct it there.", where=name)
        ) from fault
    found: dict[str, Parameter] = {}
    faults: list[Finding] = []
    for key, table in tables.items():
        if key == COMMENCEMENT:
            continue
        try:
            found[key] = _parameter(key, table, statutory=statutory, known=known)
        except _Wrong as fault:
            faults.append(_fault(key, str(fault), text=text, name=name, row=fault.row))
    if faults:
        raise ParametersWrong(*faults)
    return found


def commencing(text: str, *, name: str, waiting: Mapping[str, Commencement]) -> Mapping[str, Commencement]:
    """Return each law that waits, with the day on which it came into force here. Raises ParametersWrong."""
    days = tomllib.loads(text).get(COMMENCEMENT, {})
    faults = [
        _fault(COMMENCEMENT, words, text=text, name=name, row=None) for words in wrong_days(days, waiting)
    ]
    if faults:
        raise ParametersWrong(*faults)
    return {law: replace(each, from_on=days.get(law, each.from_on)) for law, each in waiting.items()}


def _fault(key: str, words: str, *, text: str, name: str, row: int | None) -> Finding:
    where = f"{name}, line {_line_of(key, text, row=row)}"
    return Finding("parameter-wrong", f"{where}: [{key}] {words}", where=where)


@lru_cache(maxsize=1)
def _built_in() -> Parameters:
    statute = _package_text("statute.toml")
    waiting = {law: Commencement(key=law, **row) for law, row in tomllib.loads(statute)[COMMENCEMENT].items()}
    return Parameters(
        {
            **read(statute, name="statute.toml", statutory=True),
            **read(_package_text("local.toml"), name="local.toml"),
        },
        waiting,
    )


def _text_of(overlay: Path) -> str:
    try:
        return overlay.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        words = f"{overlay} cannot be read: it is not in UTF-8. Save it as UTF-8."
        raise ParametersWrong(Finding("parameters-not-text", words, where=str(overlay))) from fault


def _package_text(name: str) -> str:
    return files("rulebook.parameters").joinpath(name).read_text(encoding="utf-8")


def _laid_over(default: Parameter, own: Parameter) -> Parameter:
    """The authority's values stand from their first date onwards; before it the defaults stand."""
    before = tuple(value for value in default.values if value.from_on < own.values[0].from_on)
    return replace(default, words=own.words or default.words, values=before + own.values)


def _parameter(key: str, table: object, *, statutory: bool, known: Parameters | None) -> Parameter:
    if known is not None:
        _check_may_be_set(key, known=known)
    if not isinstance(table, dict):
        raise _Wrong(
            "must be a table with values, such as values = [{ from = 2026-09-01, value = 10, ... }]."
        )
    extra = sorted(set(table) - set(TABLE if known is None else OWN_TABLE))
    if extra:
        raise _Wrong(f"has {extra[0]!r}, which means nothing here: expected words and values.")
    words = table.get("words", "")
    if not isinstance(words, str) or (known is None and not words):
        raise _Wrong("needs words that say what the number is.")
    return Parameter(
        key=key,
        words=words,
        statutory=statutory,
        values=tuple(_values(table.get("values"))),
        units=tuple(table.get("units", ())),
        recurs=table.get("recurs", False),
        no_more_than=tuple(table.get("no_more_than", ())),
        room_for=tuple(table.get("room_for", ())),
    )


def _check_may_be_set(key: str, *, known: Parameters) -> None:
    if key not in known.by_key:
        local = sorted(each.key for each in known.by_key.values() if not each.statutory)
        near = get_close_matches(key, local, n=1)
        meant = f" Is {near[0]!r} meant?" if near else ""
        raise _Wrong(f"is not a parameter.{meant} docs/generated/duties.md lists all {len(local)}.")
    if known[key].statutory and not known[key].units:
        raise _Wrong("is set by law and cannot be changed here. Take it out of this file.")


def _values(rows: object) -> Iterator[Value]:
    if not isinstance(rows, list) or not rows:
        raise _Wrong("needs a list of values with at least one row.")
    values = [_value_of(row, number) for number, row in enumerate(rows)]
    for number, (before, after) in enumerate(pairwise(values), start=1):
        if after.from_on <= before.from_on:
            raise _Wrong(
                f"has a value from {after.from_on.isoformat()} after one from {before.from_on.isoformat()}: "
                "write each date once, the earliest first.",
                row=number,
            )
    yield from values


def _value_of(row: object, number: int) -> Value:
    try:
        return _value(row)
    except _Wrong as fault:
        raise _Wrong(str(fault), row=number) from fault


def _value(row: object) -> Value:
    if not isinstance(row, dict):
        raise _Wrong(
            f"has the value {row!r}: expected a row such as {{ from = 2026-09-01, value = 10, ... }}."
        )
    for name in FIELDS:
        if name not in row:
            raise _Wrong(f"has a value without {name!r}: each needs {', '.join(FIELDS)}.")
    extra = sorted(set(row) - {*FIELDS, ON_PURPOSE})
    if extra:
        raise _Wrong(
            f"has a value with {extra[0]!r}, which means nothing here: expected {', '.join(FIELDS)}."
        )
    from_on, source, mark = row["from"], row["source"], row["mark"]
    if not isinstance(from_on, date) or isinstance(from_on, datetime):
        raise _Wrong(f"has from = {from_on!r}: expected a day such as 2026-09-01, without quotation marks.")
    if not isinstance(source, str) or not source.strip():
        raise _Wrong("has a value without a source: name the paragraph or the decision it comes from.")
    if mark not in MARKS:
        raise _Wrong(f"has mark = {mark!r}: expected one of {', '.join(MARKS)}.")
    return Value(
        from_on=from_on,
        span=_span(row["value"], unit=row["unit"]),
        source=source,
        mark=mark,
        instead_of=str(row.get(ON_PURPOSE, "")),
    )


def _span(count: object, *, unit: object) -> Span:
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise _Wrong(f"has value = {count!r}: expected a whole number, 0 or more.")
    if count > MOST:
        raise _Wrong(f"has value = {count}: expected no more than {MOST}.")
    try:
        return span_of(count, unit=str(unit))
    except ValueError as fault:
        raise _Wrong(f"has an {fault}.") from fault


def _line_of(key: str, text: str, *, row: int | None = None) -> int:
    """The line on which the table of ``key`` begins, or the row of its values that is wrong.

    It is 1 when the file is written in a way that is not looked for.
    """
    begins = 0
    rows = 0
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.strip()
        if not begins and written.startswith(
            (f"[{key}]", f'["{key}"]', f"[[{key}", f"[{key}.", f"{key} ", f"{key}=")
        ):
            begins = number
        elif begins and written.startswith("["):
            break
        if begins and row is not None:
            rows += written.count("{")
            if rows > row:
                return number
    return begins or 1
