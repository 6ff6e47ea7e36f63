"""Is this installation fit for real children's data? Each thing that is looked at, as a sign with what to do."""

import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from onroll.access.models import Organisation, OrganisationKind
from onroll.access.queries import holders_of
from onroll.audit import guards
from onroll.audit.actor import LONDON
from onroll.project import health
from onroll.web.health.signs import Sign, State

DEFAULT_COUNCIL, DEFAULT_AUTHORITY = "Your council", "999"
SMALL = 1  # organisations besides the authority that SQLite is meant for
SHORTEST_KEY = 32


def look(now: datetime) -> list[Sign]:
    """Return every sign of the installation's settings."""
    return [each(now) for each in SIGNS]


def is_not_a_demonstration(now: datetime) -> Sign:
    """Return whether demonstration mode is off: in it anybody may sign in as anyone."""
    if settings.ONROLL_DEMONSTRATION:
        found = "This is a demonstration: anybody may sign in as anyone, and no mail is sent."
        return Sign("Demonstration", State.BAD, found, "Unset ONROLL_DEMO, and begin with an empty database.")
    return Sign("Demonstration", State.WELL, "Off.")


def council_is_named(now: datetime) -> Sign:
    """Return whether the authority's name and number are its own."""
    unset = (
        settings.ONROLL_COUNCIL_NAME == DEFAULT_COUNCIL or settings.ONROLL_AUTHORITY_CODE == DEFAULT_AUTHORITY
    )
    found = f"{settings.ONROLL_COUNCIL_NAME}, number {settings.ONROLL_AUTHORITY_CODE}."
    do = "Set ONROLL_COUNCIL_NAME and ONROLL_AUTHORITY_CODE (the three-digit LA number)." if unset else ""
    return Sign("Authority", State.WATCH if unset else State.WELL, found, do)


def families_can_ring(now: datetime) -> Sign:
    """Return whether letters say where to ring and to write: every letter to a family asks it to ring."""
    unset = not (settings.ONROLL_COUNCIL_PHONE and settings.ONROLL_COUNCIL_ADDRESS)
    found = "Letters name no telephone number or no address." if unset else settings.ONROLL_COUNCIL_PHONE
    do = "Set ONROLL_COUNCIL_PHONE and ONROLL_COUNCIL_ADDRESS." if unset else ""
    return Sign("Letters", State.WATCH if unset else State.WELL, found, do)


def keys_are_kept(now: datetime) -> Sign:
    """Return whether the keys of sessions, record and anchors are long, and their files closed to others."""
    keys = (settings.SECRET_KEY, settings.ONROLL_AUDIT_KEY, settings.ONROLL_ANCHOR_KEY)
    if min(len(key) for key in keys) < SHORTEST_KEY:
        found = f"A key has fewer than {SHORTEST_KEY} characters."
        return Sign(
            "Keys",
            State.BAD,
            found,
            "Make long ones: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
        )
    folder = Path(settings.DATA_DIR) / "secrets"
    files = [path for path in folder.glob("*") if path.is_file()] if folder.exists() else []
    if any(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for path in files):
        return Sign(
            "Keys", State.BAD, f"Others on this machine can read {folder}.", f"Run: chmod -R go= {folder}"
        )
    return Sign("Keys", State.WELL, "Long, and closed to others.")


def audit_key_is_apart(now: datetime) -> Sign:
    """Return whether whoever takes the database does not find the key that seals the record beside it."""
    if os.environ.get("ONROLL_AUDIT_KEY"):
        return Sign("Audit key", State.WELL, "Given from outside, apart from the database.")
    found = f"It lies in {Path(settings.DATA_DIR) / 'secrets'}"
    if connection.vendor == "sqlite":
        found += ", beside the database: whoever can change one can change both"
    do = "Give it as ONROLL_AUDIT_KEY from the machine's secret store, and keep a copy where backups are not."
    return Sign("Audit key", State.WATCH, f"{found}.", do)


def pages_are_encrypted(now: datetime) -> Sign:
    """Return whether pages travel by HTTPS only."""
    if not settings.HTTPS:
        found = f"Pages are served at {settings.BASE_URL}: passwords and children's data travel openly."
        return Sign(
            "HTTPS",
            State.BAD,
            found,
            "Put a proxy with a certificate before it; set ONROLL_BASE_URL=https://….",
        )
    if settings.SECURE_PROXY_SSL_HEADER is None:
        found = "HTTPS is on, but the proxy's word is not taken, so every page would lead to itself."
        return Sign(
            "HTTPS", State.WATCH, found, "Set ONROLL_BEHIND_PROXY=1 when a proxy sets X-Forwarded-Proto."
        )
    return Sign("HTTPS", State.WELL, f"On, at {settings.BASE_URL}.")


def hosts_are_named(now: datetime) -> Sign:
    """Return whether the service answers under its own names only."""
    own = urlsplit(settings.BASE_URL).hostname
    if "*" in settings.ALLOWED_HOSTS:
        return Sign(
            "Host names",
            State.BAD,
            "It answers under any name.",
            "Name the real ones in ONROLL_ALLOWED_HOSTS.",
        )
    if own not in settings.ALLOWED_HOSTS:
        found = f"{own} is not among the names that it answers to."
        return Sign("Host names", State.BAD, found, f"Set ONROLL_ALLOWED_HOSTS={own}")
    return Sign("Host names", State.WELL, ", ".join(settings.ALLOWED_HOSTS) + ".")


def mail_is_sent(now: datetime) -> Sign:
    """Return whether messages go to a mail server, from an address of the authority."""
    if settings.DELIVERY != "smtp" or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        found = "No mail server is set: messages wait, and none is sent."
        return Sign(
            "Mail",
            State.BAD,
            found,
            "Set ONROLL_MAIL_URL=submission://user:password@host and ONROLL_DELIVERY=smtp.",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith(".example"):
        return Sign("Mail", State.BAD, "Messages come from an address that is none.", "Set ONROLL_MAIL_FROM.")
    return Sign("Mail", State.WELL, f"Sent through {settings.EMAIL_HOST}.")


def second_factor_is_asked(now: datetime) -> Sign:
    """Return whether a password alone opens nothing."""
    if not settings.REQUIRE_SECOND_FACTOR:
        found = "A password alone opens the register."
        return Sign("Second factor", State.BAD, found, "Unset ONROLL_REQUIRE_SECOND_FACTOR.")
    return Sign("Second factor", State.WELL, "Asked of everybody.")


def somebody_administers(now: datetime) -> Sign:
    """Return whether there is an account that can make others."""
    if not holders_of("SYS", on=now.astimezone(LONDON).date()).exists():
        return Sign(
            "Administrator", State.BAD, "Nobody can make accounts.", "Make the first: onroll administrator"
        )
    return Sign("Administrator", State.WELL, "There is one.")


def database_suits(now: datetime) -> Sign:
    """Return whether the database suits an authority of this size, and its role may do no more than it has to."""
    if connection.vendor == "sqlite":
        others = (
            Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY)
            .filter(users__isnull=False)
            .distinct()
            .count()
        )
        if others > SMALL:
            found = f"SQLite, with people of {others} organisations: one writer at a time, no second wall."
            return Sign(
                "Database for this size", State.WATCH, found, "Move to PostgreSQL: onroll move --to URL"
            )
        return Sign("Database for this size", State.WELL, "SQLite, for one authority.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        too_much = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename = 'audit_event' AND tableowner = current_user"
        )
        owns = cursor.fetchone()[0]
        cursor.execute("SELECT has_table_privilege('audit_event', 'UPDATE, DELETE, TRUNCATE')")
        may_change = cursor.fetchone()[0]
    how = "See docs/how-to/postgresql.md for a role that may only use the tables."
    if too_much:
        return Sign("Database role", State.BAD, "The service's role may do anything to the server.", how)
    if owns:
        found = "The service's role owns the tables, so it could take the guards off the record."
        return Sign("Database role", State.WATCH, found, how)
    if may_change:
        found = "The service's role may ask to change the record; only the record's own guards refuse it."
        return Sign("Database role", State.WATCH, found, "Revoke it, as docs/how-to/postgresql.md says.")
    return Sign("Database role", State.WELL, "It may use the tables, and no more.")


def record_is_guarded(now: datetime) -> Sign:
    """Return whether the database itself refuses to change the record."""
    if missing := guards.missing():
        found = f"The database lets the record be changed: {', '.join(missing)} not there."
        return Sign(
            "Guards of the record", State.BAD, found, "Run: onroll audit verify, and find out who did it."
        )
    return Sign("Guards of the record", State.WELL, "The database refuses to change it.")


def others_can_read_nothing(now: datetime) -> Sign:
    """Return whether other users of this machine can neither enter the folder of the data nor read the database."""
    places = [Path(settings.DATA_DIR)]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        places += [] if places[0] in database.parents else [database]
    for place in places:
        if place.exists() and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found = f"Others on this machine can look into {place}."
            return Sign("Data folder", State.BAD, found, f"Run: chmod -R go= {place}")
    return Sign("Data folder", State.WELL, "Closed to others.")


def anchor_key_is_apart(now: datetime) -> Sign:
    """Return whether whoever can seal the record anew can not also sign anchors that agree with it."""
    if settings.ONROLL_ANCHOR_KEY == settings.ONROLL_AUDIT_KEY:
        found = "It is the audit key: whoever rewrites the record can sign anchors that agree."
        return Sign("Anchor key", State.BAD, found, "Give ONROLL_ANCHOR_KEY another value.")
    if os.environ.get("ONROLL_ANCHOR_KEY"):
        return Sign("Anchor key", State.WELL, "Given from outside, apart from the database.")
    do = "Give it as ONROLL_ANCHOR_KEY from the machine's secret store, and keep a copy where the anchors are checked."
    return Sign("Anchor key", State.WATCH, f"It lies in {Path(settings.DATA_DIR) / 'secrets'}.", do)


def anchors_are_apart(now: datetime) -> Sign:
    """Return whether anchors of the record are kept where the database is not."""
    here, there = health.existing(Path(settings.DATA_DIR)), health.existing(Path(settings.ANCHOR_DIR))
    if here.stat().st_dev == there.stat().st_dev:
        found = f"They are written to {settings.ANCHOR_DIR}, on the disk of the data."
        do = "Set ONROLL_ANCHOR_DIR to a folder on another machine, or copy the files away each hour."
        return Sign("Place of the anchors", State.WATCH, found, do)
    return Sign("Place of the anchors", State.WELL, f"{settings.ANCHOR_DIR}, apart from the data.")


SIGNS: tuple[Callable[[datetime], Sign], ...] = (
    is_not_a_demonstration,
    council_is_named,
    families_can_ring,
    keys_are_kept,
    others_can_read_nothing,
    audit_key_is_apart,
    pages_are_encrypted,
    hosts_are_named,
    second_factor_is_asked,
    somebody_administers,
    mail_is_sent,
    database_suits,
    record_is_guarded,
    anchor_key_is_apart,
    anchors_are_apart,
)
