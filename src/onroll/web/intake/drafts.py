"""A form half filled in: kept in the session, one page after another, until it is sent or thirty quiet minutes pass."""

import secrets
from typing import Any

from django.http import HttpRequest

from onroll.intake.forms.asking import FormOnPaper, Page, as_date, as_kept
from onroll.web.forms import Form
from onroll.web.intake.building import form_class


class Draft:
    """The answers given so far to one form by one visitor."""

    def __init__(self, request: HttpRequest, form: FormOnPaper) -> None:
        self.form = form
        self._session = request.session
        self._key = f"draft-{form.code}"
        kept = self._session.get(self._key) or {"once": secrets.token_urlsafe(24), "pages": {}}
        self.once: str = kept["once"]
        self.pages: dict[str, dict[str, Any]] = kept["pages"]

    @property
    def answers(self) -> dict[str, Any]:
        """All answers of all pages, by name."""
        return {
            name: value for page in self.form.pages for name, value in self.pages.get(page.slug, {}).items()
        }

    def keep(self, page: Page, form: Form) -> None:
        """Keep the answers of one page."""
        self.pages[page.slug] = {name: as_kept(form.cleaned_data.get(name)) for name in page.names}
        self._session[self._key] = {"once": self.once, "pages": self.pages}

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
