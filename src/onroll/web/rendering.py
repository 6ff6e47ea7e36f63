"""The Jinja environment: what every template may call, and how a missing name is treated."""

import base64
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Undefined
from jinja2.utils import missing

import onroll
from onroll.web import wording
from onroll.web.drawing import draw_field, error_list, field_names_to_draw
from onroll.web.navigation import may_open, navigation_for
from onroll.web.once import FormMarks
from rulebook.parameters.values import MARKS
from rulebook.wording import telephone

# What Jinja says of an option that was not taken.
LEFT_OUT = ("the inline if-expression", "No caller defined")


class CarefulUndefined(StrictUndefined):
    """Refuses a name or an attribute that is not there, but lets a mapping have optional keys.

    The GOV.UK macros take one mapping of options and ask for keys that most callers leave out; everything of ours
    is passed by name. So a misspelt variable or attribute stops the page, and an absent option is simply empty.
    """

    __slots__ = ()

    def __new__(  # type: ignore[misc]
        cls, hint: str | None = None, obj: Any = missing, *rest: Any, **named: Any
    ) -> Undefined:
        """Return the lenient kind for a key missing from a mapping, and the strict kind for all else."""
        if isinstance(obj, Mapping | ChainableUndefined) or (hint or "").startswith(LEFT_OUT):
            return ChainableUndefined(hint, obj, *rest, **named)
        return super().__new__(cls)


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja backend asks for, with our loaders, globals and filters."""
    ours = options.pop("loader")
    options["undefined"] = CarefulUndefined
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(  # noqa: S701 - Django passes autoescape=True, and the next lines insist on it
        loader=ChoiceLoader([ours, govuk]), trim_blocks=True, lstrip_blocks=True, **options
    )
    env.autoescape = True
    env.globals.update(GLOBALS)
    env.filters.update(wording.FILTERS)
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shell shows: names, navigation, the person signed in, messages and the moment."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "now": actor.at if actor else timezone.now(),
        "navigation": navigation_for(request),
        "may_find": actor is not None and may_open(actor, "search"),
        "messages": get_messages(request),
        "path": request.path,
        "csrf_input": FormMarks(request),
    }


def by_day(entries: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Return entries in the order given, those of one London day together; each has its moment in ``at``."""
    return [
        (on, list(same)) for on, same in groupby(entries, key=lambda entry: wording.local_day(_at(entry)))
    ]


def _at(entry: Any) -> datetime:
    return entry["at"] if isinstance(entry, Mapping) else entry.at


def has_url(name: str) -> bool:
    """Return whether a screen of this name is installed."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of the named screen; raises NoReverseMatch when there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def draft_key(actor: Any) -> str:
    """Return the key that seals this person's unsent answers in their own browser: theirs alone, the same each time."""
    digest = salted_hmac("onroll.web.draft", str(actor.user_id), algorithm="sha256").digest()
    return base64.b64encode(digest).decode("ascii")


def static_as_named(path: str) -> str:
    """Return a static file's address without its hash: for pages that must work when the list of files is missing."""
    return f"{settings.STATIC_URL}{path}"


def setting(name: str, default: str) -> Callable[[], str]:
    """Return a function that reads one setting when the page is drawn, so that tests may change it."""
    return lambda: getattr(settings, name, default)


GLOBALS: dict[str, Any] = {
    "static": static,
    "static_as_named": static_as_named,
    "url": url,
    "has_url": has_url,
    "draft_key": draft_key,
    "draw_field": draw_field,
    "error_list": error_list,
    "field_names_to_draw": field_names_to_draw,
    "by_day": by_day,
    "service_name": setting("ONROLL_SERVICE_NAME", "Onroll"),
    "council_name": setting("ONROLL_COUNCIL_NAME", "Wexmoor County Council"),
    "council_address": setting("ONROLL_COUNCIL_ADDRESS", ""),
    "council_phone": lambda: telephone(settings.ONROLL_COUNCIL_PHONE),
    "is_demonstration": lambda: bool(getattr(settings, "ONROLL_DEMONSTRATION", False)),
    "marks": MARKS,
    "session_minutes": lambda: settings.SESSION_COOKIE_AGE // 60,
    "version": getattr(onroll, "__version__", "0.1.0"),
    # Names of the language the GOV.UK macros were translated from; without them a strict environment stops.
    "null": None,
    "undefined": ChainableUndefined(name="undefined"),
}
