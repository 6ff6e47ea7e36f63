"""The report of a comparison: one page that adds up and needs nothing else, not even a script."""

# ruff: noqa: E501  lines of markup are as long as what they show

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from duckdb import DuckDBPyConnection

from rulebook.identity.compare import IdentityRecord, PersonName
from rulebook.identity.decide import Match, assess, bits_of
from rulebook.identity.weigh import Model

MOST_CASES = 200
MOST_NAMED = 500
WORDS = {
    "on_roll": ("On a roll", "a record of the rolls is this child"),
    "review": ("To look at", "somebody must decide; the evidence is below"),
    "on_no_roll": ("On no roll", "no record of the rolls is likely to be this child"),
    "set_aside": ("Set aside", "the row cannot be used; set_aside.csv has each with its line and reason"),
}
_CHILD = """forenames, middle_names, surname, preferred_forename, preferred_surname, former_forename, former_surname, born,
  sex, postcode, upn, former_upn, nhs, parents, phones"""


def report(con: DuckDBPyConnection, *, summary: Mapping[str, Any], model: Model) -> str:
    """Return the page, from the tables ``answers`` and ``staged`` of the connection and the summary of the run."""
    style = (files("linkage") / "report.css").read_text(encoding="utf-8")
    parts = [
        *_counts(summary),
        *_expected(summary),
        *_spread(con),
        *_cases(con, model),
        *_nobody(con),
        *_lists(summary),
    ]
    body = "\n".join(parts)
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who is on no roll</title><style>{style}</style></head>
<body><a class="skip" href="#main">Skip to the answers</a>
<header><p>Onroll</p><h1>Who is on no roll</h1></header>
<main id="main">
<nav aria-label="On this page"><a href="#counts">Numbers</a> <a href="#sure">How sure</a> <a href="#cases">To look at</a>
<a href="#nobody">On no roll</a> <a href="#lists">Lists</a></nav>
{body}
</main><footer><p>Holds personal data of children: keep it as you keep the lists, and destroy it with them.</p></footer>
</body></html>
"""


def _counts(summary: Mapping[str, Any]) -> Iterator[str]:
    counts, rows = summary["decisions"], summary["population_rows"]
    yield f"""<section id="counts"><h2>Every row of the population</h2>
<p class="lead"><strong>{counts["on_no_roll"]:,}</strong> of {rows:,} rows are on no roll, and
<strong>{counts["review"]:,}</strong> must be looked at. They were compared with {summary["roll_rows"]:,} rows of the rolls.</p>"""
    yield _bar(counts, rows)
    lines = "".join(
        f'<tr><th scope="row"><span class="key {name}"></span>{title}</th><td class="n">{counts[name]:,}</td>'
        f'<td class="n">{_share(counts[name], rows)}</td><td>{words}</td></tr>'
        for name, (title, words) in WORDS.items()
    )
    yield f"""<table><thead><tr><th scope="col">Answer</th><th scope="col" class="n">Rows</th>
<th scope="col" class="n">Share</th><th scope="col">What it means</th></tr></thead><tbody>{lines}</tbody>
<tfoot><tr><th scope="row">All rows</th><td class="n">{sum(counts.values()):,}</td><td class="n">{_share(rows, rows)}</td>
<td></td></tr></tfoot></table></section>"""


def _bar(counts: Mapping[str, int], rows: int) -> str:
    """Return the counts as one bar; a part that is there is never too thin to be seen."""
    shares = (
        {name: max(counts[name] / rows * 100, 0.4) if counts[name] else 0.0 for name in WORDS} if rows else {}
    )
    whole, at, drawn = sum(shares.values()) or 1.0, 0.0, []
    for name, share in shares.items():
        width = share / whole * 100
        drawn.append(f'<rect class="{name}" x="{at:.3f}%" y="0" width="{width:.3f}%" height="28"/>')
        at += width
    said = ", ".join(f"{title.lower()} {counts[name]:,}" for name, (title, _) in WORDS.items())
    return f'<svg class="bar" role="img" aria-label="{said}" width="100%" height="28">{"".join(drawn)}</svg>'


def _expected(summary: Mapping[str, Any]) -> Iterator[str]:
    alarms, misses = summary["expected_false_alarms"], summary["expected_misses"]
    yield f"""<section id="sure"><h2>How sure this is</h2>
<dl class="pair"><div><dt>False alarms to expect</dt><dd>{alarms["expected"]:,}
<small>from {alarms["from"]:,} to {alarms["to"]:,}</small></dd>
<dd class="words">children said to be on no roll who are on one</dd></div>
<div><dt>Misses to expect</dt><dd>{misses["expected"]:,} <small>from {misses["from"]:,} to {misses["to"]:,}</small></dd>
<dd class="words">children said to be on a roll who are on none</dd></div></dl>
<p>Both are sums of the probabilities below; the range holds in 95 of 100 cases if those are right. On invented
lists with many errors there were about half as many false alarms as expected: errors of your lists may be of other kinds.
The weights:
{escape(summary["model"]["name"])}, {escape(summary["model"]["trained_on"])}.</p>"""


def _spread(con: DuckDBPyConnection) -> Iterator[str]:
    """Yield how many rows have which probability, with the number on a roll that it lets expect."""
    found = con.execute("""select least(floor(probability * 10), 9)::integer tenth, count(*), avg(probability), sum(probability)
      from answers group by tenth order by tenth""").fetchall()
    most = max((math.log10(row[1] + 1) for row in found), default=1.0) or 1.0
    lines = "".join(
        f'<tr><th scope="row">{tenth * 10} to {tenth * 10 + 10}%</th><td class="n">{count:,}</td>'
        f'<td class="n">{mean:.1%}</td><td class="n">{expected:,.1f}</td><td class="wide">'
        f'<svg aria-hidden="true" width="100%" height="14"><rect class="ink" width="{math.log10(count + 1) / most * 100:.1f}%"'
        ' height="14"/></svg></td></tr>'
        for tenth, count, mean, expected in found
    )
    yield f"""<h3>The probabilities, in tenths</h3>
<table><caption>Each row's probability of being on a roll. If you learn how many of a line really are, compare it with the
number to expect: that is the calibration.</caption><thead><tr><th scope="col">Probability</th><th scope="col" class="n">Rows</th>
<th scope="col" class="n">Mean</th><th scope="col" class="n">On a roll, to expect</th>
<th scope="col">Rows, drawn by powers of ten</th></tr></thead><tbody>{lines}</tbody></table></section>"""


def _cases(con: DuckDBPyConnection, model: Model) -> Iterator[str]:
    asked = con.execute(f"""select s.population_id, s.roll_id, s.probability, struct_pack({_packed("p")}),
        struct_pack({_packed("r")}), count(*) over () from answers s
      join staged p on p.rowid = s.row
      join (select child, min(row) row from row_of group by child) f on f.child = s.b join staged r on r.rowid = f.row
      where s.decision = 'review' order by s.probability limit {MOST_CASES}""").fetchall()
    yield '<section id="cases"><h2>To look at</h2>'
    if not asked:
        yield "<p>None.</p></section>"
        return
    if asked[0][5] > len(asked):
        yield f"<p>The first {len(asked)} of {asked[0][5]:,}, least likely first; the others are in decisions.csv.</p>"
    for own, other, probability, one, two, _ in asked:
        yield _case(own, other or "", probability, one, two, model)
    yield "</section>"


def _packed(table: str) -> str:
    return ", ".join(f"{name} := {table}.{name}" for name in map(str.strip, _CHILD.split(",")))


def _record(cells: Mapping[str, Any]) -> IdentityRecord:
    return IdentityRecord(
        forenames=cells["forenames"] or "", middle_names=cells["middle_names"] or "", surname=cells["surname"] or "",
        preferred_forename=cells["preferred_forename"] or "", preferred_surname=cells["preferred_surname"] or "",
        former_names=(PersonName(cells["former_forename"] or "", cells["former_surname"] or ""),),
        parent_names=tuple(cells["parents"] or ()), birth_date=cells["born"], sex=cells["sex"] or "", postcode=cells["postcode"] or "", upn=cells["upn"] or "",
        former_upns=(cells["former_upn"],) if cells["former_upn"] else (), nhs_number=cells["nhs"] or "",
        phones=tuple(cells["phones"] or ()),
    )  # fmt: skip


def _case(
    own: str, other: str, probability: float, one: Mapping[str, Any], two: Mapping[str, Any], model: Model
) -> str:
    """Return one case: the two records beside each other, and each weight from the first to the sum."""
    match = assess(_record(one), _record(two), model=model)
    total = bits_of(min(max(probability, 1e-9), 1 - 1e-9))
    told = [(line.field, line.words, line.weight_bits) for line in match.evidence if line.level != "missing"]
    start = total - math.fsum(bits for _, _, bits in told)
    steps = [("before looking", "the sizes of the lists, and who else claims this record", start), *told]
    settle = _settle(match)
    return f"""<details><summary><strong>{escape(own)}</strong> and {escape(other)}: {probability:.0%} on a roll</summary>
<table><thead><tr><th scope="col"></th><th scope="col">Population</th><th scope="col">Roll</th></tr></thead>
<tbody>{_beside(one, two)}</tbody></table>
<table class="fall"><caption>What weighs how much, in bits: one bit doubles the odds</caption><thead><tr><th scope="col">Field</th>
<th scope="col">Agreement</th><th scope="col" class="n">Bits</th><th scope="col">From step to step</th></tr></thead>
<tbody>{_fall(steps)}</tbody><tfoot><tr><th scope="row">Sum</th><td>{probability:.1%} on a roll</td>
<td class="n">{total:+.1f}</td><td></td></tr></tfoot></table>{settle}</details>"""


def _settle(match: Match) -> str:
    warnings = "".join(f'<p class="warn">{escape(one.words)}</p>' for one in match.warnings)
    return warnings + (
        f"<p><strong>What would settle it:</strong> {escape('; '.join(match.would_settle))}.</p>"
        if match.would_settle else ""
    )  # fmt: skip


def _beside(one: Mapping[str, Any], two: Mapping[str, Any]) -> str:
    shown = (("Forename", "forenames"), ("Middle names", "middle_names"), ("Surname", "surname"), ("Born", "born"),
             ("Sex", "sex"), ("Postcode", "postcode"), ("UPN", "upn"))  # fmt: skip
    return "".join(
        f'<tr><th scope="row">{title}</th><td>{_cell(one[name])}</td><td>{_cell(two[name])}</td></tr>'
        for title, name in shown if one[name] or two[name]
    )  # fmt: skip


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return escape(str(value)) if value else '<span class="none">not given</span>'


def _fall(steps: Sequence[tuple[str, str, float]]) -> str:
    """Return the rows of a waterfall: each weight drawn from where the one before it ended."""
    ends = [0.0]
    for _, _, bits in steps:
        ends.append(ends[-1] + bits)
    low, high = min(ends), max(ends)
    scale = 100 / ((high - low) or 1.0)
    rows = []
    for (field, words, bits), begun, ended in zip(steps, ends, ends[1:], strict=False):
        left, width = (min(begun, ended) - low) * scale, max(abs(bits) * scale, 0.4)
        rows.append(
            f'<tr><th scope="row">{escape(field)}</th><td>{escape(words)}</td><td class="n">{bits:+.1f}</td>'
            f'<td class="wide"><svg aria-hidden="true" width="100%" height="14"><rect class="{"for" if bits > 0 else "against"}"'
            f' x="{left:.1f}%" width="{width:.1f}%" height="14"/></svg></td></tr>'
        )
    return "".join(rows)


def _nobody(con: DuckDBPyConnection) -> Iterator[str]:
    rows = con.execute(f"""select s.population_id, concat_ws(' ', p.forenames, p.middle_names, p.surname), p.born, p.postcode,
        s.probability, s.because, count(*) over () from answers s join staged p on p.rowid = s.row
      where s.decision = 'on_no_roll' order by s.probability, s.row limit {MOST_NAMED}""").fetchall()
    yield '<section id="nobody"><h2>On no roll</h2>'
    if not rows:
        yield "<p>Nobody.</p></section>"
        return
    yield "<p>Rule out what explains it before anybody knocks on a door: an independent school, home education, another"
    yield " county's school, an age below or above compulsory school age, a case already open."
    yield f" {'These are all' if rows[0][6] == len(rows) else f'The first {len(rows):,}'} of {rows[0][6]:,}.</p>"
    lines = "".join(
        f'<tr><th scope="row">{escape(own)}</th><td>{_cell(name)}</td><td>{_cell(born)}</td><td>{_cell(place)}</td>'
        f'<td class="n">{chance:.1%}</td><td>{escape(because)}</td></tr>'
        for own, name, born, place, chance, because, _ in rows
    )
    yield f"""<table><thead><tr><th scope="col">Row</th><th scope="col">Name</th><th scope="col">Born</th>
<th scope="col">Postcode</th><th scope="col" class="n">On a roll</th><th scope="col">Likeliest record, and why not</th></tr></thead>
<tbody>{lines}</tbody></table></section>"""


def _lists(summary: Mapping[str, Any]) -> Iterator[str]:
    yield '<section id="lists"><h2>The lists, as they were read</h2>'
    for one in summary["files"]:
        yield f"<h3>{escape(one['name'])}</h3><p>{one['rows']:,} rows, {one['side']}.</p>{_notes(one['findings'])}"
        lines = "".join(
            f'<tr><th scope="row">{escape(field.replace("_", " "))}</th><td>{escape(heading)}</td></tr>'
            for field, heading in one["columns"].items()
        )
        unused = ", ".join(map(escape, one["not_used"])) or "none"
        yield f'<table><thead><tr><th scope="col">Field</th><th scope="col">Column</th></tr></thead><tbody>{lines}</tbody></table>'
        yield f"<p>Columns not used: {unused}.</p>"
    yield "</section>"


def _notes(words: Iterable[str]) -> str:
    return "".join(f'<p class="warn">{escape(one)}</p>' for one in words)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "0%"
