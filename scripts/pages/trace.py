"""The page of the requirements: which duties and pages carry each, and which tests prove it."""

from collections import Counter

from onroll.web.rules.tracing import Traced, matrix
from rulebook.parameters import load
from rulebook.parameters.values import MARKS
from scripts.pages.flowchart import AS_SHIPPED
from scripts.pages.markdown import table

KINDS = {
    "duty": "somebody owes it by a day",
    "rule": "the rulebook answers it, without a clock",
    "record": "the service keeps it, and no clock runs",
}


def page() -> str:
    """Return the page as Markdown: how many of each kind, the matrix, then the tests of each requirement."""
    rows = matrix(on=AS_SHIPPED, parameters=load())
    kinds = Counter(each.requirement.kind for each in rows)
    parts = [
        "# What carries each requirement, and what proves it",
        "",
        f"{len(rows)} requirements of the founding procedure: "
        + "; ".join(f"{count} of kind {kind} ({KINDS[kind]})" for kind, count in kinds.items())
        + ".",
        "",
        "`make trace` prints this from the tests as they are collected, and fails when a duty or a rule has no test.",
        f"How sure the least sure number of a requirement is: {'; '.join(f'{m}: {w}' for m, w in MARKS.items())}.",
        "",
        table(
            (
                "Requirement",
                "Paragraph",
                "What is asked",
                "Standing",
                "Sure",
                "Duties",
                "Pages",
                "Tests",
                "Examples",
            ),
            [_row(each) for each in rows],
        ),
        "",
        "## The tests",
    ]
    for each in rows:
        parts += ["", f"### {each.requirement.id}", "", *_tests(each)]
    return "\n".join(parts)


def _row(each: Traced) -> tuple[object, ...]:
    return (
        each.requirement.id,
        each.requirement.paragraph,
        each.requirement.words,
        each.standing,
        each.mark,
        ", ".join(f"`{rule.code}`" for rule in each.duties),
        "; ".join(screen.words for screen in each.screens),
        len(each.proofs),
        each.examples,
    )


def _tests(each: Traced) -> list[str]:
    if not each.proofs:
        return ["No test of its own yet."]
    return [f"- {proof.name} ({proof.examples}), `{proof.file}`" for proof in each.proofs]
