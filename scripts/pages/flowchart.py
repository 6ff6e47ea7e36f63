"""The page of the flowchart, and its drawing: from the first notice of a child to the day the child is in education."""

from datetime import date

from rulebook.procedure.drawing import draw
from rulebook.procedure.flowchart import Step, as_list, flowchart

AS_SHIPPED = date(2026, 9, 1)  # the numbers that come with Onroll have one value since before this day


def drawing() -> str:
    """Return the drawing as SVG."""
    return draw(flowchart(on=AS_SHIPPED))


def page() -> str:
    """Return the page as Markdown: the drawing, then the same steps as a list."""
    chart = flowchart(on=AS_SHIPPED)
    parts = [
        "# The flowchart of the procedure",
        "",
        "Appendix 6 of the founding procedure was lost but for two labels, the 3 day and the 10 day visit. This is",
        "rebuilt from its paragraphs, and names the duties of a case as the rules do.",
        "",
        f"![{chart.title}](flowchart.svg)",
        "",
        "## The same as a list",
    ]
    for step in as_list(chart):
        parts += ["", *_step(step)]
    return "\n".join(parts)


def _step(step: Step) -> list[str]:
    who = ", ".join(part for part in (step.who, *step.times) if part)
    lines = [f"### {step.number}. {step.words}", ""]
    lines += [f"- {who}"] if who else []
    lines.append(f"- Source: {step.source}")
    lines += [f"- Duties: {'; '.join(step.duties)}"] if step.duties else []
    lines += [f"- Outcomes: {'; '.join(step.outcomes)}"] if step.outcomes else []
    lines += [
        f"- {words[:1].upper() + words[1:] if words else 'Then'}: {number}. {target}"
        for words, number, target in step.then
    ]
    return lines
