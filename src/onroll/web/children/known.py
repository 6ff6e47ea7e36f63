"""What is known of a child, in blocks: each fact with its sources, cut to what this person may see."""

from collections.abc import Iterable
from typing import Any, TypeVar

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.intake.forms.codes import words_of
from onroll.people.models import Address, Child, Circumstance, Relationship, Sourced
from onroll.web.children.told import told_only
from onroll.web.wording import day
from rulebook.procedure.circumstances import BY_CODE, TELLS_OF_HARM
from rulebook.wording import telephone

Row = TypeVar("Row", bound=Sourced)
SEX = {"F": "Girl", "M": "Boy"}


def blocks_of(
    child: Child, *, by: Actor, family: Iterable[Relationship]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the blocks this person may see: who the child is, where, family, background."""
    blocks = [("Who the child is", _who(child, by))]
    if policy.may(by, "location:read", child):
        blocks.append(("Where the child lives", [{"name": "Address", "values": _addresses(child, by)}]))
    if policy.may(by, "family:read", child):
        blocks.append(
            ("Family", _family(child, by, family, sees_contact=policy.may(by, "location:read", child)))
        )
    if policy.may(by, "special_cat:read", child):
        blocks.append(("Background", _background(child, by)))
    return blocks


def _who(child: Child, by: Actor) -> list[dict[str, Any]]:
    own = {"source": child.source, "as_of": child.recorded_at}
    born = day(child.birth_date) if child.birth_date else None
    if born and child.birth_date_estimated:
        born = f"about {child.birth_date.year}, estimated from the age" if child.birth_date else None
    facts = [
        {"name": "Name", "values": [{"value": child.name, **own}]},
        {
            "name": "Other names",
            "values": [
                _sourced(row, f"{row.forenames} {row.surname}".strip())
                for row in _told(child.names.all(), child, by, "family:read")
            ],
        },
        {"name": "Date of birth", "values": [{"value": born, **own}] if born else []},
        {"name": "Sex", "values": [{"value": SEX[child.sex], **own}] if child.sex in SEX else []},
    ]
    if policy.may(by, "identifiers:read", child):
        known = _told(child.identifiers.all(), child, by, "identifiers:read")
        numbers = [_sourced(row, row.value) for row in known if row.kind == "former-upn"]
        given = [_sourced(row, row.value) for row in known if row.kind == "upn" and row.value == child.upn]
        facts.append({"name": "UPN", "values": given or ([{"value": child.upn, **own}] if child.upn else [])})
        facts.append({"name": "Former UPN", "values": numbers})
    return facts


def _addresses(child: Child, by: Actor) -> list[dict[str, Any]]:
    """Return the addresses that may be seen: a school sees only what it gave (access model, note 1)."""
    rows = sorted(
        child.addresses.all(), key=lambda row: (row.until_on is None, row.recorded_at), reverse=True
    )
    seen = _told(rows, child, by, "location:read")
    return [_sourced(row, row.one_line, note=_freshness(row)) for row in seen]


def _told(rows: Iterable[Row], child: Child, by: Actor, permission: str) -> list[Row]:
    """Return the facts that may be seen: who reaches the child only by telling us sees only what they told."""
    if told_only(by, child, permission):
        return [row for row in rows if row.supplied_by_id and row.supplied_by_id == by.organisation_id]
    return list(rows)


def _freshness(row: Address) -> str:
    if row.until_on:
        return f"until {day(row.until_on)}"
    if row.confirmed_on:
        return f"confirmed on {day(row.confirmed_on)} by {row.confirmed_how}"
    return "confirmed by nobody"


def _family(
    child: Child, by: Actor, family: Iterable[Relationship], *, sees_contact: bool
) -> list[dict[str, Any]]:
    """Return the family as it may be seen: a school or an agency sees only those whom it told us of."""
    values = []
    for row in _told(family, child, by, "family:read"):
        lives = "lives with the child" if row.lives_with else "does not live with the child"
        contact = (
            ", ".join(part for part in (telephone(row.parent.phone), row.parent.email) if part)
            if sees_contact
            else ""
        )
        value = f"{row.parent.name} ({row.kind})" + (f", {contact}" if contact else "")
        values.append(_sourced(row, value, note=lives if row.lives_with is not None else ""))
    return [{"name": person["value"].split(" (")[0], "values": [person]} for person in values] or [
        {"name": "Parent or carer", "values": []}
    ]


def _background(child: Child, by: Actor) -> list[dict[str, Any]]:
    """Return the background; what stands on the child itself names no supplier, so a supplier does not see it."""
    rows = _told(child.circumstances.all(), child, by, "special_cat:read")
    reads_concerns = policy.may(by, "safeguarding:read", child)
    circumstances = [
        _sourced(row, _in_words(row)) for row in rows if reads_concerns or row.code not in TELLS_OF_HARM
    ]
    if told_only(by, child, "special_cat:read"):
        return [{"name": "Circumstances", "values": circumstances}]
    own = {"source": child.source, "as_of": child.recorded_at}
    language = words_of("language", child.first_language) if child.first_language else ""
    ethnicity = words_of("ethnicity", child.ethnicity) if child.ethnicity else ""
    return [
        {"name": "First language", "values": [{"value": language, **own}] if language else []},
        {"name": "Ethnicity", "values": [{"value": ethnicity, **own}] if ethnicity else []},
        {"name": "GP", "values": [{"value": child.gp, **own}] if child.gp else []},
        {"name": "Circumstances", "values": circumstances},
    ]


def _in_words(row: Circumstance) -> str:
    words = BY_CODE[row.code].words if row.code in BY_CODE else row.code
    return words[:1].upper() + words[1:] + (f", until {day(row.until_on)}" if row.until_on else "")


def _sourced(row: Sourced, value: str, *, note: str = "") -> dict[str, Any]:
    return {
        "value": value or "Not known",
        "source": row.source,
        "as_of": row.as_of_on or row.recorded_at,
        "confidence": row.disputed or None,
        "note": note or None,
    }
