"""Whoever acts: a person, a member of the public, or a named service such as the nightly run."""

import dataclasses
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class ActorKind(StrEnum):
    """What kind of actor it is."""

    PERSON = "person"
    SERVICE = "service"
    PUBLIC = "public"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor:
    """One actor at one moment: everything that permission, scope and the audit need to know of it.

    ``at`` is the moment of the request or the run, taken once; every row and event of that request carries it.
    """

    name: str
    roles: tuple[str, ...]
    at: datetime
    request_id: str
    kind: ActorKind = ActorKind.PERSON
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_name: str = ""
    team_ids: frozenset[UUID] = frozenset()
    area_ids: frozenset[UUID] = frozenset()
    purpose: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"an actor's moment must be aware, got {self.at!r}")

    @property
    def today(self) -> date:
        """The day in England at the actor's moment: what 'today' means to a duty."""
        return self.at.astimezone(LONDON).date()

    @property
    def role(self) -> str:
        """The roles as one short text, for the record."""
        return "+".join(self.roles)
