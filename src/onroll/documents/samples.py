"""A document with invented examples in it, to be looked at before anybody gets it."""

from datetime import date

from onroll.documents import papers
from onroll.documents.kinds import Kind, Layout
from onroll.documents.papers import Addressed, Paper, Part, Row
from onroll.documents.queries import InForce
from onroll.documents.wording import sample_values

ROWS = (Part(rows=(Row(label="The rows of the form stand here", answer="with their answers"),)),)


def sample(kind: Kind, *, wording: InForce, on: date) -> Paper:
    """Return a document in these words about an invented child."""
    what = "letter" if kind.layout is Layout.LETTER else "form"
    values = {
        **sample_values(kind),
        "how_to_correct_us": papers.how_to_correct_us(what),
    } | ({"signed_by": papers.signature("Jo Martlet")} if "signed_by" in kind.by_name else {})
    if kind.layout is Layout.LETTER:
        to = Addressed(
            name="Liska Hartwell",
            lines=["14 Tanners Reach", "Merebridge", "WX1 2AB"],
            on=on,
            reference="K-7KQ2-MXAB",
        )
        return papers.letter(kind.code, values=values, to=to, wording=wording)
    return papers.form(kind.code, values=values, parts=ROWS, reference="K-7KQ2-MXAB", wording=wording)
