"""With what a comparison was made, and how old that was: what 'nobody can explain' may honestly say."""

from datetime import date
from typing import Any

from onroll.audit.actor import Actor
from onroll.cases.queries import register
from onroll.education.models import Provision
from onroll.people.models import Child
from onroll.schools.models import Establishment
from onroll.schools.queries import rolls_held
from rulebook.wording import long_date


def searched(*, by: Actor) -> dict[str, Any]:
    """Return the sizes and ages of what lists are compared with, as it stands now."""
    rolls = rolls_held()
    return {
        "children": Child.objects.visible_to(by, "card:list").count(),
        "schools": Establishment.objects.filter(roll_as_of_on__isnull=False).count(),
        "oldest_on": rolls.oldest_on.isoformat() if rolls.oldest_on else "",
        "oldest_at": rolls.oldest_at,
        "silent": rolls.silent,
        "home": Provision.objects.visible_to(by, "card:list").filter(kind="home", ends_on=None).count(),
        "cases": register(by).count(),
    }


def ruled_out(said: dict[str, Any]) -> list[str]:
    """Return in words what was looked through before anybody goes to a door."""
    oldest = (
        f", the oldest of {long_date(date.fromisoformat(said['oldest_on']))}" if said["oldest_on"] else ""
    )
    return [
        f"On the roll of one of {said['schools']:,} schools here{oldest}",
        f"Educated at home, as {said['home']:,} children are known to be",
        f"On the register: {said['cases']:,} open cases were looked through",
    ]


def not_ruled_out(said: dict[str, Any]) -> list[str]:
    """Return in words what the comparison cannot know."""
    silent = said["silent"]
    schools = f"{silent} schools here have never sent a roll: ask them"
    if silent == 1:
        schools = "One school here has never sent a roll: ask it"
    found = [schools] if silent else []
    return [
        *found,
        "A school of another authority, where nobody told us",
        "The child moved away since the list was made",
    ]
