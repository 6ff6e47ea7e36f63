"""A form half filled in: kept in the session, one page after another, until it is sent or thirty quiet minutes pass.

What was given so far also travels with the page, sealed: whoever comes back to an open page after the session has ended
goes on where they were. Nobody else has that page, and nothing of it stands in an address.
"""

import secrets
from typing import Any

from django.core import signing
from django.http import HttpRequest

from onroll.intake.forms.asking import FormOnPaper, Page, as_date, as_kept
from onroll.web.forms import Form
from onroll.web.intake.building import form_class

SO_FAR = "so_far"
A_DAY = 24 * 60 * 60


class Draft:
    """The answers given so far to one form by one visitor."""

    def __init__(self, request: HttpRequest, form: FormOnPaper) -> None:
        self.form = form
        self._session = request.session
        self._key = f"draft-{form.code}"
        begun = self._session.get(self._key) or self._carried(request)
        self.begun = begun is not None
        kept = begun or self._empty({})
        self.once: str = kept["once"]
        self.pages: dict[str, dict[str, Any]] = kept["pages"]

    @property
    def answers(self) -> dict[str, Any]:
        """All answers of all pages, by name."""
        return {
            name: value for page in self.form.pages for name, value in self.pages.get(page.slug, {}).items()
        }

    @property
    def sealed(self) -> str:
        """What was given so far, signed, for the page to carry; empty before the first page."""
        return signing.dumps(self._as_kept(), salt=self._key, compress=True) if self.pages else ""

    def begin(self, pages: dict[str, dict[str, Any]]) -> None:
        """Begin anew, with some pages filled in already."""
        kept = self._empty(dict(pages))
        self.once, self.pages = kept["once"], kept["pages"]
        self._session[self._key] = kept

    def keep(self, page: Page, form: Form) -> None:
        """Keep the answers of one page."""
        self.pages[page.slug] = {name: as_kept(form.cleaned_data.get(name)) for name in page.names}
        self._session[self._key] = self._as_kept()

    def drop(self) -> None:
        """Forget everything: it was sent, or is to be begun again."""
        self._session.pop(self._key, None)

    def first_gap(self) -> Page | None:
        """Return the first page that was not answered, or None when all were."""
        return next((page for page in self.form.pages if page.slug not in self.pages), None)

    def bound(self, page: Page, request: HttpRequest, *, today: Any) -> Form:
        """Return the page's form: as posted, or with the answers kept."""
        build = form_class(page)
        if request.method == "POST":
            return build(request.POST, today=today)
        kept = dict(self.pages.get(page.slug, {}))
        for question in page.questions:
            if question.kind == "date":
                kept[question.name] = as_date(kept.get(question.name))
        return build(initial=kept, today=today)

    def _as_kept(self) -> dict[str, Any]:
        return {"once": self.once, "pages": self.pages}

    def _empty(self, pages: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {"once": secrets.token_urlsafe(24), "pages": pages}

    def _carried(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return what a page carried that was opened before the session ended; None for none, or one of yesterday."""
        try:
            carried: dict[str, Any] = signing.loads(
                request.POST.get(SO_FAR, ""), salt=self._key, max_age=A_DAY
            )
        except signing.BadSignature:
            return None
        return carried
