"""The page of the grounds for deletion: both Regulations, every condition as a question, and what follows."""

from rulebook.grounds.describe import GroundDescription, describe_grounds
from rulebook.grounds.table import Regime, regimes
from rulebook.parameters.values import MARKS
from rulebook.wording import long_date
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
        last_day = regime.until or regime.from_on
        parts += ["", f"## {regime.name}", "", _in_force(regime), "", *_returns(regime)]
        for ground in describe_grounds(on=last_day):
            parts += ["", *_ground(ground)]
    return "\n".join(parts)


def _in_force(regime: Regime) -> str:
    until = f" until {long_date(regime.until)}" if regime.until else ""
    return f"For deletions from {long_date(regime.from_on)}{until}."


def _returns(regime: Regime) -> list[str]:
    return [
        f"- {owed.words}, for deletions from {long_date(owed.from_on)}: `{owed.parameter}` in duties.md. "
        f"Source: {owed.source} ({owed.mark})."
        for owed in regime.returns
    ]


def _ground(ground: GroundDescription) -> list[str]:
    rows = [
        (each.asks, "warns" if each.advises else "decides", each.mark, f"`{each.code}`")
        for each in ground.conditions
    ]
    lines = [f"### {ground.code} {ground.words}", "", table(("Question", "It", "Sure", "Code"), rows), ""]
    lines += [f"- Source: {ground.source} ({ground.mark})", f"- Transfer file: {ground.transfer_file}"]
    if ground.consent:
        lines.append(f"- Consent of the authority: {ground.consent}")
    if ground.joint_enquiry:
        lines.append("- Enquiry: by school and authority, each with a person who signs")
    if ground.note:
        lines.append(f"- Note: {ground.note}")
    return lines
