"""Recognising columns by their headings, as the systems of schools, health services and councils name them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from linkage.tables import RawRow, Table
from rulebook.findings import Finding, Refused, Severity

LINES_SEARCHED = 25  # a title, a date and a few blank lines stand above the headings of many exports


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column can hold: its words for people, and its headings, the best first."""

    words: str
    headings: tuple[str, ...]


Vocabulary = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold: field → heading as received, and the headings that mean nothing to us.

    ``headings`` are all of them, in order, each made unique; ``line`` is where they stand.
    """

    line: int
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    unrecognised: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    def place(self, field: str) -> int | None:
        """Return the place of the column of ``field``, counted from 0; ``None`` when there is none."""
        return self.headings.index(self.columns[field]) if field in self.columns else None


def plain(heading: str) -> str:
    """Return a heading as it is compared: small letters and digits only, without what stands in brackets at the end.

    >>> plain("Date of Birth (dd/mm/yyyy)"), plain("Pupil's UPN"), plain("LA (code)")
    ('dateofbirth', 'pupilsupn', 'lacode')
    """
    text = heading.casefold()
    opened = text.rfind("(")
    if text.rstrip().endswith(")") and text[opened:].strip(" ()") not in _TELLING_BRACKETS:
        text = text[:opened]
    return "".join(letter for letter in text if letter.isalnum())


@lru_cache(maxsize=2_048)
def _plain_once(heading: str) -> str:
    """Return the same for a heading that we know: the first lines of every list are compared with hundreds of them."""
    return plain(heading)


# Brackets that are part of the meaning, not a remark: "LA (code)" is not "LA (name)", and "Forename(s)" has no remark.
_TELLING_BRACKETS = frozenset({"code", "name", "s", "legal", "preferred", "chosen", "former"})
# Words before a heading that say whose it is: Pupil surname, Child's date of birth.
_WHOSE = (
    "pupils", "pupil", "students", "student", "childs", "child", "learners", "learner", "patients", "patient",
    "applicant",
)  # fmt: skip


def find_columns(
    tables: Sequence[Table],
    vocabulary: Vocabulary,
    *,
    needed: Sequence[tuple[str, ...]],
    chosen: Mapping[str, str] | None = None,
) -> tuple[Table, Columns]:
    """Return the table and the columns of it that fit best: the line with most headings recognised among the first.

    ``needed`` lists groups of fields; of each one must be there. ``chosen`` says which heading a field has (or, with an
    empty heading, that it has none) where a person knows better. Raises Refused, naming what is missing and what is
    there; also when ``chosen`` names a field or a heading that there is not.
    """
    chosen = chosen or {}
    if unknown := sorted(set(chosen) - set(vocabulary)):
        raise Refused(
            _finding("field-unknown", f"There is no field {_listed(unknown)}: take one of the list.")
        )
    found = [
        (len(columns.columns), table, columns)
        for table in tables
        for columns in _of_first_lines(table, vocabulary, chosen)
    ]
    count, table, columns = max(found, key=lambda one: one[0], default=(0, tables[0], None))
    if columns is None or count == 0:
        wanted = _listed([vocabulary[group[0]].words for group in needed])
        words = f"No column was recognised. A list needs a line of headings, with at least: {wanted}."
        raise Refused(_finding("no-columns", words))
    _refuse_what_is_missing(columns, vocabulary, needed, chosen)
    return table, columns


def _of_first_lines(table: Table, vocabulary: Vocabulary, chosen: Mapping[str, str]) -> Iterator[Columns]:
    for row in islice(table.rows(), LINES_SEARCHED):
        if not row.is_blank:
            yield _columns(row, vocabulary, chosen)


def _columns(row: RawRow, vocabulary: Vocabulary, chosen: Mapping[str, str]) -> Columns:
    headings = _unique(row.cells)
    columns = {field: heading for field, heading in chosen.items() if heading in headings}
    by_plain: dict[str, list[str]] = {}
    for heading in headings:
        for form in _forms(heading):
            by_plain.setdefault(form, []).append(heading)
    findings: list[Finding] = []
    for field, entry in vocabulary.items():
        taken = set(columns.values())
        named = (one for name in entry.headings for one in by_plain.get(_plain_once(name), ()))
        fitting = [one for one in dict.fromkeys(named) if one not in taken]
        if fitting and field not in chosen:
            columns[field] = fitting[0]
            twice = [one for one in fitting[1:] if plain(one) == plain(fitting[0])]
            if twice:
                count = len(twice) + 1
                words = (
                    f"{fitting[0]!r} stands over {count} columns. The first was used: say if it is another."
                )
                findings.append(_finding("column-twice", words, Severity.WARNING))
    unrecognised = tuple(one for one in headings if one not in set(columns.values()))
    return Columns(row.line, headings, columns, unrecognised, tuple(findings))


def _forms(heading: str) -> tuple[str, ...]:
    """Return the forms under which a heading may be known: as it is, and without the word for whose it is."""
    form = plain(heading)
    whose = next((word for word in _WHOSE if form.startswith(word) and form != word), "")
    return tuple(dict.fromkeys((form, form.removeprefix(whose))))


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, each its own: an empty one is called by its place, a repeated one is numbered."""
    seen: dict[str, int] = {}
    headings: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:120] or f"Column {place}"
        seen[name] = seen.get(name, 0) + 1
        headings.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(headings)


def _refuse_what_is_missing(
    columns: Columns, vocabulary: Vocabulary, needed: Sequence[tuple[str, ...]], chosen: Mapping[str, str]
) -> None:
    present = f"It has these headings: {', '.join(columns.headings[:40])}."
    if absent := sorted(
        heading for heading in chosen.values() if heading and heading not in columns.headings
    ):
        words = f"The list has no column {_listed(map(repr, absent))}. {present}"
        raise Refused(_finding("heading-unknown", words))
    lacking = [group for group in needed if not set(group) & set(columns.columns)]
    if lacking:
        wanted = _listed(" or ".join(vocabulary[one].words for one in group) for group in lacking)
        words = f"No column was recognised as: {wanted}. {present} Say which it is, or rename it."
        raise Refused(_finding("columns-missing", words))


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)


def _finding(code: str, words: str, severity: Severity = Severity.REFUSAL) -> Finding:
    return Finding(f"list-{code}", words, severity)
