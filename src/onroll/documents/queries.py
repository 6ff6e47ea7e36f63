"""Reading the wording of documents: the words in force, and their history."""

from dataclasses import dataclass

from onroll.documents.kinds import DOCUMENTS, Kind
from onroll.documents.models import Wording


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The words of a document in force; version 0 is what the service supplies."""

    title: str
    body: str
    version: int = 0


def wording_in_force(kind: Kind) -> InForce:
    """Return the words in force: the latest that was signed, unless it was undone since."""
    row = Wording.objects.filter(document=kind.code, signed_at__isnull=False).order_by("-version").first()
    return _of(kind, row)


def every_wording_in_force() -> list[tuple[Kind, InForce]]:
    """Return each document with its words in force, in the order of the list of documents."""
    latest: dict[str, Wording] = {}
    for row in Wording.objects.filter(signed_at__isnull=False).order_by("version"):
        latest[row.document] = row
    return [(kind, _of(kind, latest.get(kind.code))) for kind in DOCUMENTS]


def waiting_wording(kind: Kind) -> Wording | None:
    """Return the words that wait to be signed, or None."""
    return Wording.objects.filter(document=kind.code, signed_at=None, declined_at=None).first()


def waiting_codes() -> set[str]:
    """Return the codes of the documents of which words wait to be signed."""
    return set(Wording.objects.filter(signed_at=None, declined_at=None).values_list("document", flat=True))


def history_of(kind: Kind) -> list[Wording]:
    """Return every version of a document's words, the newest first."""
    return list(Wording.objects.filter(document=kind.code).order_by("-version"))


def _of(kind: Kind, row: Wording | None) -> InForce:
    if row is None or row.undone_at is not None:
        title, body = kind.supplied
        return InForce(title=title, body=body)
    return InForce(title=row.title, body=row.body, version=row.version)
