"""The gallery of components: one page, nothing on it about a real child."""

from typing import Any

from django.http import HttpRequest
from django.template import engines
from markupsafe import Markup

from onroll.audit.actor import Actor
from onroll.web.gallery.examples import Component, components
from onroll.web.gallery.sample import imports, sample
from onroll.web.pages import PUBLIC, Shown, page


@page(PUBLIC, methods=("GET",))
def gallery(request: HttpRequest, by: Actor) -> Shown:
    """Show every component in every state."""
    return Shown("gallery/index.html", {"components": [drawn(component) for component in components()]})


def drawn(component: Component) -> dict[str, Any]:
    """Return a component with each of its states drawn beside the call that drew it."""
    states = [{"name": name, "call": call, "html": draw(call)} for name, call in component.states]
    return {"name": component.name, "use": component.use, "states": states}


def draw(call: str) -> Markup:
    """Return what a call draws with the sample people and duties."""
    template = engines["jinja"].env.from_string(imports() + call)  # type: ignore[attr-defined]
    return Markup(template.render(**sample()))  # noqa: S704 - the calls are our own
