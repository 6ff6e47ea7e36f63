"""The whole demonstration, from an empty database to a county at work; a mark at the end says that all is there."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from onroll.access.actors import service_actor
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.demonstration import filling, setting_up
from onroll.demonstration.county import County
from onroll.demonstration.replay import Replay, refresh_all
from onroll.demonstration.steps import DOING
from onroll.people.models import Child
from onroll.release.delivery import deliver_waiting

PASSWORD = "wendlemere demonstration"  # noqa: S105  known to all: it opens invented children only
LISTS_ARE_OLD = timedelta(days=21)
MARK = "demonstration.json"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and for which day."""

    day: str
    children: int
    seed: int
    stories: int
    on_roll: int
    known: int
    refused: list[str]


def mark() -> Loaded | None:
    """Return what the data folder's demonstration holds, or None when it is not (wholly) there."""
    path = settings.DATA_DIR / MARK
    return Loaded(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def load_county(county: County, *, now: datetime, progress: Progress) -> Loaded:
    """Load everything into an empty database: people with accounts, files, stories; then leave the mark."""
    began = _service(setting_up.at_dawn(county.day - LISTS_ARE_OLD, hour=6))
    progress("People with accounts", 0, 0)
    authority = setting_up.set_up(county, by=began)
    set_password(PASSWORD, by=began)
    written = filling.write(county, settings.DATA_DIR / "files-to-try", progress=progress)
    progress("Establishments", 0, 0)
    filling.load(written.establishments, kind="establishments", as_of=began.today, by=began)
    setting_up.join_schools(county, authority, by=began)
    setting_up.publish_terms(county, by=began)
    filling.load_rolls(written, as_of=began.today, progress=progress, by=began)
    replay = Replay(county, authority, until=now, doing=DOING)
    replay.run(progress=lambda done, total: progress("Cases", done, total))
    night = service_actor("Nightly run", role="NIGHT", at=now)
    deliver_waiting(by=night, most=500)
    refresh_all(by=night)
    loaded = Loaded(
        day=county.day.isoformat(),
        children=county.size,
        seed=county.seed,
        stories=len(county.stories),
        on_roll=written.pupils,
        known=Child.objects.visible_to(began, "card:list").count(),
        refused=replay.refused,
    )
    _leave_mark(loaded, settings.DATA_DIR / MARK)
    return loaded


def set_password(password: str, *, by: Actor) -> None:
    """Give every account the demonstration's password; it is hashed once, since it guards nothing."""
    users = list(User.objects.all())
    User.objects.update(password=make_password(password))
    for user in users:
        audit.record("account.password-changed", subject=user, by=by)


def cast() -> list[User]:
    """Return the people to sign in as, one of each role, in the order of the roles."""
    found: dict[str, User] = {}
    for user in User.objects.exclude(story="").prefetch_related("memberships").order_by("email"):
        for membership in user.memberships.all():
            found.setdefault(membership.role, user)
    order = (
        "CMEA",
        "AEM",
        "ARM",
        "AIO",
        "ARL",
        "ADM",
        "EHE",
        "ABT",
        "SCH",
        "AGY",
        "CNX",
        "OLA",
        "DPO",
        "SYS",
    )
    return [found[role] for role in order if role in found]


def _service(at: datetime) -> Actor:
    return service_actor("Demonstration", role="LOAD", at=at)


def _leave_mark(loaded: Loaded, path: Path) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(loaded)), encoding="utf-8")
    draft.replace(path)
