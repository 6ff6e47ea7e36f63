"""All that is held of a child, as the paper that is handed over."""

from typing import Any

from django.conf import settings

from onroll.audit.actor import Actor
from onroll.documents import pdf
from onroll.documents.papers import council_lines
from onroll.documents.wording import printable
from onroll.release.files import OutgoingFile
from onroll.release.models import PDF
from onroll.sharing.bundle import Bundle, Entry, Item, State
from rulebook.disclosure import Recipient
from rulebook.wording import long_date

RIGHTS = (
    "You may ask us to put right what is wrong, to erase it, to use it no further, or to stop. You may complain to us, "
    "and to the Information Commissioner’s Office.",
    "Where something is kept out, the provision stands in its place. What we hold we keep as our schedule of retention "
    "says, which you may ask for. We hold it to carry out the duty of section 436A of the Education Act 1996.",
)
NOT_GIVEN = "Not given."


def outgoing_of(bundle: Bundle) -> OutgoingFile:
    """Return to whom it goes and with which parts: always to the family, however it gets there."""
    request = bundle.request
    return OutgoingFile(
        product="subject-access",
        recipient_kind=Recipient(request.asker_kind),
        to_name=request.asker,
        to_address=request.asker_address,
        parent=request.parent,
        fields=bundle.fields,
        reference=request.reference,
        media_type=PDF,
        to_family=True,
    )


def paper_of(bundle: Bundle, *, by: Actor) -> bytes:
    """Return the PDF, tagged for screen readers."""
    request, council = bundle.request, settings.ONROLL_COUNCIL_NAME
    asked = (
        f"For {request.asker}, who asked on {long_date(request.received_on)} for all that is held of "
        f"{request.child.name}. Our reference is {request.reference}."
    )
    data = {
        "title": "All that is held of a child",
        "council": council,
        "contact": council_lines(),
        "footer": f"{council}, {request.reference}",
        "lead": [printable(each) for each in (asked, *RIGHTS)],
        "sections": [
            {"heading": section.heading, "entries": [_entry(each) for each in entries]}
            for section, entries in bundle.sections
        ],
    }
    return pdf.printed("bundle", data, at=by.at).content


def _entry(entry: Entry) -> dict[str, Any]:
    return {"title": entry.title, "rows": [_row(item) for item in entry.items]}


def _row(item: Item) -> dict[str, Any]:
    note = {State.OUT: f"{NOT_GIVEN} {item.because}", State.PART: f"Part of it is not given. {item.because}"}
    return {
        "label": printable(item.label),
        "value": [printable(line) for line in item.given.split("\n") if line.strip()],
        "note": note.get(item.state, ""),
    }
