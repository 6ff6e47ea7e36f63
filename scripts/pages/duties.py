"""The page of the duties: what the rulebook says is owed, by whom, within what time, by which paragraph."""

from rulebook.parameters import Parameter, load
from rulebook.parameters.values import MARKS
from rulebook.procedure import DUTIES
from rulebook.procedure.roles import ROLES
from rulebook.procedure.rule import PROCEDURE_BEGINS, SUBJECTS
from rulebook.wording import long_date
from scripts.pages.markdown import table

HEADINGS = {
    "case": "Of a case",
    "pupil": "Of a pupil and one school",
    "authority": "Of the authority's own round",
}


def page() -> str:
    """Return the page as Markdown: each duty in words, then every number with its dates."""
    numbers = load()
    parts = [
        "# Duties and their numbers",
        "",
        f"The {len(DUTIES)} duties: of a case, in the order in which it meets them, of a pupil and one school, and of "
        "the authority's own round.",
    ]
    about = None
    for rule in DUTIES:
        if rule.about is not about:
            about = rule.about
            parts += ["", f"## {HEADINGS[SUBJECTS[about]]}"]
        parts += ["", f"### {rule.title}", "", rule.words, ""]
        parts += [f"- Owed by: {ROLES[rule.owed_by]}", f"- Source: {rule.source}"]
        parts += [f"- Number: `{key}`, {numbers[key].words.lower()}" for key in rule.parameters]
        if rule.in_force_until is not None:
            parts.append(f"- In force until: {long_date(rule.in_force_until)}")
        if rule.in_force_from > PROCEDURE_BEGINS:
            parts.append(f"- In force from: {long_date(rule.in_force_from)}")
        parts += [f"- Requirement: {', '.join(rule.requirements)}", f"- Code: `{rule.code}`"]
    marks = "; ".join(f"{mark}: {words}" for mark, words in MARKS.items())
    parts += ["", "## Every number", "", f"How sure a source is. {marks}.", ""]
    rows = [row for key in sorted(numbers.by_key) for row in _rows(numbers[key])]
    parts.append(
        table(("Number", "What it is", "From", "Value", "Source", "Sure", "May be changed locally"), rows)
    )
    return "\n".join(parts)


def _rows(number: Parameter) -> list[tuple[str, ...]]:
    locally = "no: it is law" if number.statutory else "yes"
    return [
        (
            f"`{number.key}`",
            number.words,
            long_date(value.from_on),
            str(value.span),
            value.source,
            value.mark,
            locally,
        )
        for value in number.values
    ]
