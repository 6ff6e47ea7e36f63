"""The page of the grounds for deletion: both Regulations, every condition as a question, and what follows."""

from datetime import date

from rulebook.grounds.describe import GroundDescription, describe_grounds
from rulebook.grounds.table import Regime, ReturnOwed, regimes
from rulebook.parameters.values import MARKS
from rulebook.wording import listed, long_date
from scripts.pages.markdown import table


def page() -> str:
    """Return the page as Markdown: the Regulations in force last come first."""
    marks = "; ".join(f"{mark}: {words}" for mark, words in MARKS.items())
    parts = [
        "# Grounds for deletion from an admission register",
        "",
        "Which Regulations apply is decided by the day of the deletion. A name may be deleted when every condition",
        "of one ground is met; a condition that only warns does not decide. The words are ours and not those of the",
        "Regulations.",
        "",
        f"How sure a wording is. {marks}. What is not S should be read in the Regulations before it is relied on.",
    ]
    for regime in reversed(regimes()):
        parts += ["", f"## {regime.name}", "", _in_force(regime), "", *_returns(regime)]
        for ground in regime.grounds:
            described = describe_grounds(on=ground.until or ground.from_on)
            parts += ["", *_ground(next(each for each in described if each.code == ground.code), regime)]
    return "\n".join(parts)


def _in_force(held: Regime | ReturnOwed) -> str:
    return f"For deletions {_days(held.from_on, held.until)}."


def _days(from_on: date, until: date | None) -> str:
    return f"from {long_date(from_on)}" + (f" until {long_date(until)}" if until else "")


def _returns(regime: Regime) -> list[str]:
    return [
        f"- {owed.words}, for deletions {_days(owed.from_on, owed.until)}"
        f"{f' on {listed(owed.grounds)}' if owed.grounds else ''}: `{owed.parameter}` in duties.md. "
        f"Source: {owed.source} ({owed.mark})."
        for owed in regime.returns
    ]


def _ground(ground: GroundDescription, regime: Regime) -> list[str]:
    rows = [
        (each.asks, "warns" if each.advises else "decides", each.mark, f"`{each.code}`")
        for each in ground.conditions
    ]
    lines = [f"### {ground.code} {ground.words}", "", table(("Question", "It", "Sure", "Code"), rows), ""]
    lines += [f"- Source: {ground.source} ({ground.mark})", f"- Transfer file: {ground.transfer_file}"]
    if (ground.in_force_from, ground.in_force_until) != (regime.from_on, regime.until):
        lines.append(f"- As written here: {_days(ground.in_force_from, ground.in_force_until)}")
    if ground.consent:
        lines.append(f"- Consent of the authority: {ground.consent}")
    if ground.joint_enquiry:
        lines.append("- Enquiry: by school and authority, each with a person who signs")
    if ground.note:
        lines.append(f"- Note: {ground.note}")
    return lines
