"""The register as one officer works with it: views kept under a name, and the list taken out through the one gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import register_list, register_queries
from onroll.cases.view_models import RegisterExport, SavedView
from onroll.release import actions as release
from onroll.release.files import OutgoingFile
from onroll.release.queries import staying_behind
from rulebook.findings import Finding, Refused

VIEWS_AT_MOST = 20
AT_MOST = 5_000  # children in one list; more is a whole register, and an extract of it is another product


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A list of the register that was taken out: its bytes, its name, and of whom it tells."""

    content: bytes
    name: str
    children: tuple[UUID, ...]
    export: RegisterExport


@transaction.atomic
def save_view(name: str, *, filters: Mapping[str, str], by: Actor) -> SavedView:
    """Keep what an officer looks for in the register under a name; the same name again stands in its place.

    Raises Refused without a name, and past twenty.
    """
    policy.require(by, "case:list")
    words = " ".join(name.split())
    if not words:
        raise Refused(Finding("view-name", "Give the view a name.", where="name"))
    own = register_queries.views_of(by)
    if own.count() >= VIEWS_AT_MOST and not own.filter(name=words).exists():
        raise Refused(Finding("view-many", "You have 20 views. Remove one first.", where="name"))
    view, _ = SavedView.objects.update_or_create(
        user=_person(by), name=words, defaults={"filters": dict(filters)}
    )
    audit.record("register.view-saved", subject=view, by=by)
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor) -> None:
    """Remove a view; only whoever made it may."""
    policy.require(by, "case:list")
    if view.user_id != by.user_id:
        raise policy.PermissionRefused("case:list")
    audit.record("register.view-removed", subject=view, by=by)
    view.delete()


@transaction.atomic
def export_register(
    case_ids: Sequence[UUID], *, filters: Mapping[str, str], purpose: str, file_format: str, by: Actor
) -> Taken:
    """Take these cases out as a file, in their order, and return it; each child has a disclosure with its hash.

    Only what the actor may take out is in it, and no child of whom the gate says that nothing leaves this way. The list
    shows each case as its reader sees it on the screen. Raises Refused without a purpose, for none and for too many.
    """
    policy.require(by, "export:send")
    cases = [case for case in register_queries.cases_to_give(by, case_ids) if case.is_open]
    _refuse_export(len(cases), purpose)
    export = RegisterExport(
        user=_person(by), made_at=by.at, made_by=by.name, purpose=purpose.strip(),
        file_format=file_format, filters=dict(filters), children=0, left_out=0, sha256="",
    )  # fmt: skip
    outgoing = _outgoing(export)
    left_off = staying_behind([case.child_id for case in cases], outgoing=outgoing)
    told = [case for case in cases if case.child_id not in left_off]
    content = register_list.written(
        [register_list.line_of(case, on=by.today) for case in told],
        file_format=file_format,
        about=register_list.about(made_by=by.name, on=by.today, purpose=export.purpose),
    )
    given = release.release_list(
        outgoing,
        content=content,
        children=[case.child for case in told],
        subject_id=export.pk,
        permission="export:send",
        by=by,
    )
    export.children, export.left_out, export.sha256 = len(told), len(left_off), given.sha256
    export.save(force_insert=True)
    audit.record("register.exported", subject=export, by=by, children=export.children, sha256=export.sha256)
    name = f"register-{by.today.isoformat()}.{file_format}"
    return Taken(content=content, name=name, children=tuple(case.child_id for case in told), export=export)


def _person(by: Actor) -> User:
    assert by.user_id is not None  # the register has no service that takes lists out
    return User.objects.get(pk=by.user_id)


def _refuse_export(count: int, purpose: str) -> None:
    if not purpose.strip():
        raise Refused(Finding("export-purpose", "Say what the list is for.", where="purpose"))
    if not count:
        raise Refused(Finding("export-empty", "There is no child in this list whom you may take out."))
    if count > AT_MOST:
        words = f"This list has {count:,} children, and a file takes {AT_MOST:,} at most. Choose fewer by the filters."
        raise Refused(Finding("export-many", words))


def _outgoing(export: RegisterExport) -> OutgoingFile:
    return OutgoingFile(
        product=register_list.PRODUCT,
        recipient_kind=register_list.RECIPIENT,
        to_name=export.made_by,
        fields=register_list.columns(),
        reference=f"{export.made_at:%Y%m%d}",
        media_type=register_list.FORMATS[export.file_format],
    )
