"""A removal as pages show it: where it stands, what the rules say, what was told, and by whom it may be read."""

from datetime import date
from typing import Any

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.intake import verdicts
from onroll.intake.forms.asking import Page
from onroll.intake.forms.cme1 import PAGES
from onroll.intake.models import Removal, RemovalState
from onroll.schools.queries import Calendars
from onroll.web.intake.saying import answer_rows
from onroll.web.wording import day
from rulebook.grounds import Outcome, Verdict, find_ground

TONES = {
    RemovalState.DRAFT: "neutral",
    RemovalState.WAITING: "info",
    RemovalState.QUERIED: "warn",
    RemovalState.ACCEPTED: "good",
    RemovalState.REFUSED: "bad",
}
INSET = {Outcome.MAY: "plain", Outcome.NOT_YET: "warn", Outcome.MAY_NOT: "bad"}
# What a page tells is another permission's, unless one's own school told it.
ALSO_ASKS = {
    "family": "location:read",
    "moved": "location:read",
    "numbers": "identifiers:read",
    "background": "special_cat:read",
    "protection": "safeguarding:read",
}
KEPT_BACK = "Kept for those who act on it"
REMOVED = {True: "Taken off the roll on", False: "To be taken off the roll on"}


def tag_of(row: Removal) -> tuple[str, str]:
    """Return where a removal stands, and how it is coloured; one that rests on no ground says so first."""
    if row.unlawful_on and row.manager_decided_on is None:
        return ("No lawful ground", "bad")
    state = RemovalState(row.state)
    return (str(state.label), TONES[state])


def ground_words(row: Removal) -> str:
    """Return the ground in plain words with its letter, or the school's own reason where it states none."""
    found = find_ground(row.ground) if row.ground else None
    if found is not None:
        return f"{found[1].words}, {row.ground}"
    other = str(row.told.get("other_reason") or "")
    return f"No ground stated: {other}" if other else "Not told yet"


def verdict_shown(row: Removal) -> dict[str, Any] | None:
    """Return the live verdict as a page shows it; None before day and ground are known."""
    verdict = verdicts.verdict_of(row)
    if verdict is None:
        return None
    return {
        "verdict": verdict,
        "tone": INSET[verdict.outcome],
        "words": _sentence(row, verdict),
        "missing": [each for each in verdict.questions if not each.is_met and not each.advises],
        "waits_for_authority": verdicts.waits_for_authority(verdict),
        "unlawful": [
            each for each in verdict.findings if each.code.startswith(("removal-", "ground-not-stated"))
        ],
    }


def facts_of(row: Removal) -> list[tuple[str, str]]:
    """Return what everybody who may open it reads first."""
    when = day(row.deletes_on) if row.deletes_on else "Not told yet"
    return [
        ("School", row.establishment.name),
        ("Date of birth", day(row.birth_date) if row.birth_date else "Not told yet"),
        (REMOVED.get(bool(row.removed), ""), when),
        ("Ground", ground_words(row)),
    ]


def groups_of(row: Removal, *, by: Actor) -> list[dict[str, Any]]:
    """Return what was told, page by page, without what the reader may not read."""
    shown = []
    for slug in verdicts.steps_of(row)[len(verdicts.BEGINNING) :]:
        page = PAGES[slug]
        if slug in row.pages:
            shown.append({"page": page, "rows": _rows(page, row, by=by)})
    return shown


def owed(
    row: Removal,
    *,
    on: date,
    roles: tuple[str, ...] = (),
    still: bool = False,
    calendars: Calendars | None = None,
) -> list[tuple[str, str, str]]:
    """Return what is or was owed of it, with how each stands on a day: by anybody, by some roles, or only ``still``."""
    return [
        (each.title, each.standing_words(on), each.source)
        for each in verdicts.duties_of(row, calendars=calendars)
        if (not roles or each.owed_by in roles) and (not still or each.standing(on).outstanding)
    ]


def is_own(row: Removal, by: Actor) -> bool:
    """Whether the reader's own school told it."""
    return row.organisation_id is not None and row.organisation_id == by.organisation_id


def _rows(page: Page, row: Removal, *, by: Actor) -> list[tuple[str, str]]:
    asks = ALSO_ASKS.get(page.slug)
    if asks is not None and not is_own(row, by) and not policy.may(by, asks, row):
        return [(page.heading, KEPT_BACK)]
    return answer_rows(page, row.told)


def _sentence(row: Removal, verdict: Verdict) -> str:
    if verdict.outcome is Outcome.MAY and row.removed:
        return f"The name was taken off lawfully on ground {verdict.ground}, as far as was told."
    return verdict.headline
