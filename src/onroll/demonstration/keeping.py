"""How the county's officers arrange their work: views of the register under a name, and a cover for next week."""

from datetime import datetime, timedelta

from onroll.access import actors
from onroll.cases import actions as cases
from onroll.demonstration.replay import ASSISTANT, Replay

VIEWS = {
    "Late, by date": {"due": "late", "sort": "due"},
    "Leaving this summer": {"leaving": "last"},
}


A_WEEK = timedelta(days=7)
AWAY, COVERS = "aio-south-2", "aio-south-1"


def arrange_work(replay: Replay, *, at: datetime) -> None:
    """Keep the assistant's views, and let one attendance officer of the south do another's work next week."""
    keep_views(replay, at=at)
    by = actors.actor_for(replay.authority.users[ASSISTANT], at=at, request_id="demonstration-cover")
    away, covers = (replay.authority.users[key] for key in (AWAY, COVERS))
    first = by.today + A_WEEK
    cases.set_cover(away=away, stand_in=covers, from_on=first, until_on=first + A_WEEK, by=by)


def keep_views(replay: Replay, *, at: datetime) -> None:
    """Let the CME assistant keep the views that are looked at each morning."""
    user = replay.authority.users[ASSISTANT]
    by = actors.actor_for(user, at=at, request_id="demonstration-views")
    for name, filters in VIEWS.items():
        cases.save_view(name, filters=filters, by=by)
