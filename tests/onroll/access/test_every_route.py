"""Every address × every role × every method answers as the matrix says; a foreign child answers as none at all."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client

from onroll.access.models import (
    Area,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
    Reach,
    User,
)
from onroll.audit import actions as audit
from onroll.people.models import Child, PairDecision
from onroll.reconciliation.models import Comparison, ComparisonState
from onroll.reconciliation.searched import searched
from tests.factories.addresses import Route, grants, random_values, routes
from tests.onroll.access.cast import LONG_AGO, NOW, ROLES, TODAY, Cast, make_cast, person, smallest

ANYBODY = {"public", "signed-in"}
UNEXPECTED = ("PUT", "OPTIONS")
MARK = "Written-of-the-far-child"
SERVED = {200, 204, 302, 303, 304}
REFUSED_INPUT = {400, 409, 422}  # what an empty form may be answered with
ABOUT_CHILDREN = frozenset("amtosd")  # scopes that reach a child through the reach table

# What a page asks for besides the permission of its address, before it writes.
ALSO = {("listed", "POST"): "import:assign"}

# Pages of whole lists: refused in words to whoever reaches only a part of the authority, and served to all others.
WHOLE = frozenset(
    {
        "reconcile",
        "reconcile_new",
        "comparison",
        "comparison_explain",
        "comparison_resume",
        "comparison_rows",
        "listed",
        "listed_explain",
        "listed_case",
        "listed_undo",
    }
)

# Pages that are granted and yet refuse the person or the example here, each with its reason.
GRANTED_YET: dict[str, str] = {
    "health": "says with its status that no worker runs here",
    "socialaccount_login_error": "says with its status that signing in failed",
    "demo_sign_in": "is there in a demonstration only",
    "openid_connect_login": "is there only where single sign-on is set up",
    "openid_connect_callback": "is there only where single sign-on is set up",
    "account_reauthenticate": "refuses who has nothing to prove themselves with",
    "mfa_reauthenticate": "refuses who has no second factor",
    "mfa_reauthenticate_webauthn": "refuses who has no passkey",
    "mfa_view_recovery_codes": "has none to show",
    "mfa_edit_webauthn": "has no passkey to rename",
    "mfa_deactivate_totp": "has no app to remove",
    "mfa_remove_webauthn": "has no passkey to remove",
    "account_set_password": "is for people without a password",
    "mailbox": "is there in a demonstration only",
    "administration_decline_wording": "is for whoever drafted the words, and for who signs",
    "letter_pdf": "is there only for a message whose document was kept",
    "review_match": "is there only while a changed answer waits",
    "who_has_looked": "asks for the right to the card as well, and for a reach of the record",
}
REFUSALS = frozenset(
    {302, 403, 404}
)  # with which a page of these may answer; one that says more with it is here
THEIR_OWN = {"health": {503}, "socialaccount_login_error": {401}}


def excused(route: Route, answer: HttpResponse) -> bool:
    """Return whether a page refused that is granted and yet refuses, and did so as its reason says."""
    return route.name in GRANTED_YET and answer.status_code in THEIR_OWN.get(route.name, REFUSALS)


# --------------------------------------------------------------------------------------------------------- the examples
@dataclass
class World:
    """Two of everything that addresses speak of: one within everybody's reach, and one that only a few may reach."""

    cast: Cast
    near: Child
    far: Child
    stranger: User
    made: dict[tuple[str, bool], models.Model] = field(default_factory=dict)
    look: Any = None

    def value(self, name: str, kind: str, role: str, *, near: bool) -> Any:
        """Return an example for an argument, or None when there is none that differs by reach."""
        if kind != "uuid":
            return SAID.get(name) or {"int": 1, "slug": "council"}.get(kind, "none")
        if name == "user_id":
            return (self.cast.people[role] if near else self.stranger).pk
        if name == "role_id":
            user = self.cast.people[role] if near else self.stranger
            return Membership.objects.get(user=user, state=MembershipState.PROPOSED).pk
        if name == "look_id":
            return self.look.pk
        if name == "child_id":
            return (self.near if near else self.far).pk
        row = self._supplied(name, role) if near else None
        row = row or self._row(name, near=near)
        return row.pk if row else None

    def leaks(self, answer: HttpResponse) -> bool:
        """Return whether a page tells anything of what was written about the child that is out of reach."""
        return MARK in answer.content.decode()

    def _supplied(self, name: str, role: str) -> models.Model | None:
        """Return what the role's own organisation supplied of the near child, for what only its supplier sees."""
        model = NAMED.get(name) or _model_named(name.removesuffix("_id"))
        if model is None or getattr(model._default_manager, "organisation", "") != "organisation_id":
            return None
        organisation = self.cast.people[role].organisation
        key = f"{name} of {organisation.pk}"
        if (key, True) not in self.made:
            given = self._about(model, near=True) | GIVEN.get(name, {}) | {"organisation": organisation}
            self.made[key, True] = smallest(model, mark="", **given)
        return self.made[key, True]

    def _row(self, name: str, *, near: bool) -> models.Model | None:
        if (name, near) not in self.made:
            model = NAMED.get(name) or _model_named(name.removesuffix("_id"))
            if model is None:
                return None
            self.made[name, near] = smallest(
                model, mark="" if near else MARK, **self._about(model, near=near), **self._given(name)
            )
        return self.made[name, near]

    def _given(self, name: str) -> dict[str, Any]:
        if name == "comparison_id":
            return {"state": ComparisonState.DONE, "searched": searched(by=self.cast.actor("CMEA"))}
        return GIVEN.get(name, {})

    def _about(self, model: type[models.Model], *, near: bool) -> dict[str, Any]:
        child = self.near if near else self.far
        given: dict[str, Any] = {}
        if model is PairDecision:  # of two records, in their order
            first, second = sorted((child, smallest(Child, reference=f"C-{near}")), key=lambda one: one.pk)
            return {"first": first, "second": second}
        for each in model._meta.concrete_fields:
            if each.related_model is Child:
                given[each.name] = child
            elif each.related_model is not None and each.related_model._meta.model_name in {
                "case",
                "referral",
            }:
                if each.related_model is not model:
                    given[each.name] = self._row(f"{each.related_model._meta.model_name}_id", near=near)
            elif each.related_model is Comparison and model is not Comparison:
                given[each.name] = self._row("comparison_id", near=near)
            elif each.related_model is Area:
                given[each.name] = self.cast.north if near else self.cast.south
        return given


OF_A_CHILD = ("case_id", "request_id", "message_id", "referral_id", "visit_id", "note_id", "disclosure_id")
SAID = {"reason": "unexplained"}  # arguments that are one of a few words
NAMED: dict[str, type[models.Model]] = {
    "request_id": apps.get_model("cases", "VisitRequest"),
    "look_id": apps.get_model("audit", "AccessRecord"),
}
GIVEN: dict[str, dict[str, Any]] = {
    "wording_id": {"document": "acknowledgement"},  # of which documents there are, the code is a closed list
    "referral_id": {"kind": "cme2"},  # the rules read the notices of a case, and know their kinds
    "listed_id": {"reason": "unexplained", "told": {"forenames": "Ambrose", "surname": "Listed"}},
    "provision_id": {"kind": "home"},
    "removal_id": {"state": "waiting", "sent_on": TODAY, "deletes_on": TODAY},  # a draft is the school's own
    "pack_id": {
        "product": "monthly-register",
        "recipient_kind": "area-lead",
        "state": "released",
        "released_at": NOW,
        "released_by": "AEM Person",
        "open_until": date(2099, 1, 1),
    },
    "subjectrequest_id": {"asker_kind": "parent", "received_on": TODAY},
    "message_id": {"to_family": True},  # who told us is another permission's
}


def _model_named(name: str) -> type[models.Model] | None:
    wanted = name.replace("_", "")
    found = [
        m for m in apps.get_models() if m.__module__.startswith("onroll.") and m._meta.model_name == wanted
    ]
    return found[0] if len(found) == 1 else None


@pytest.fixture
def world(db: None) -> World:
    """Return the two of everything."""
    cast = make_cast()
    near, far = (
        smallest(Child, surname="Near", area=cast.north),
        smallest(Child, surname="Far", area=cast.south),
    )
    elsewhere = Organisation.objects.create(name="Another school", kind=OrganisationKind.SCHOOL)
    stranger = person("Stranger Elsewhere", organisation=elsewhere)
    holders = {"a": [cast.north.pk], "t": [cast.team.pk], "m": [user.pk for user in cast.people.values()]}
    organisations = [user.organisation_id for user in cast.people.values()]
    holders |= {"o": organisations, "s": organisations, "d": organisations}
    Reach.objects.bulk_create(
        Reach(child_id=near.pk, scope=scope, holder_id=holder, because="test", subject_id=near.pk)
        for scope, ids in holders.items()
        for holder in set(ids)
    )
    for user in (*cast.people.values(), stranger):
        area = cast.north if user != stranger else cast.south
        Membership.objects.create(
            user=user, role="ADM", area=area, from_on=LONG_AGO, state=MembershipState.PROPOSED
        )
    world = World(cast, near, far, stranger)
    for name in OF_A_CHILD:
        world._row(name, near=False)
    world.look = audit.record_access("GET test", by=cast.actor("SYS"), permission="user:list")
    return world


# ------------------------------------------------------------------------------------------------------------ the test
class Tried:
    """Counts what was tried, and keeps what answered wrongly."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {}
        self.without_example: set[str] = set()

    def check(
        self, kind: str, ok: bool, route: Route, method: str, answer: HttpResponse, *, role: str = ""
    ) -> None:
        """Count one try; wrong answers that are alike stand together, with the roles that got them."""
        self.count[kind] += 1
        if not ok:
            words = f"{kind}: {method} /{route.route} answered {answer.status_code}"
            self.wrong.setdefault(words, []).append(role)


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """Return the answer, and undo whatever was done to get it, signing out among the rest."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        request: Callable[..., HttpResponse] = getattr(client, method.lower())
        answer = request(path)
        if answer.streaming:
            list(answer)  # the client closes it when it has been read, and leaves the test's connection open
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return answer


def values_for(route: Route, world: World, role: str, *, near: bool) -> dict[str, Any] | None:
    """Return example values for all arguments of an address, or None when one has no example."""
    values = {name: world.value(name, kind, role, near=near) for name, kind in route.kinds.items()}
    return None if None in values.values() else values


@pytest.mark.slow
def test_every_address_answers_every_role_as_the_matrix_says(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    tried, allowed, table = Tried(), grants(), routes()
    clients = {role: signed_in(world.cast.people[role]) for role in ROLES}

    for route in table:
        anonymous(route, world, tried)
        if "POST" in route.methods:
            forged(route, "AEM", clients["AEM"], tried)
        for role, client in clients.items():
            scopes = {"1"} if route.permission in ANYBODY else allowed.get((role, route.permission), set())
            for method in route.methods:
                if scopes:
                    granted(route, method, role, client, scopes, world, tried)
                else:
                    refused(route, method, role, client, tried)

    total = sum(tried.count.values())
    with capsys.disabled():
        print(f"\n{len(table)} addresses, {len(ROLES)} roles and nobody: {total} requests as the matrix says")
        print("  " + ", ".join(f"{count} {kind}" for kind, count in sorted(tried.count.items())))
        if tried.without_example:
            print(
                f"  asked for nothing only, for want of an example: {', '.join(sorted(tried.without_example))}"
            )
    assert not tried.wrong, "\n".join(f"{words} ({' '.join(roles)})" for words, roles in tried.wrong.items())
    assert len(table) >= 150
    assert total >= 4_500
    assert tried.count["without our token"] >= 70


def body(answer: HttpResponse) -> str:
    """Return a page without the number of the request, which alone may differ."""
    return re.sub(r'(error-number.*?identifier">)[^<]*', r"\1", answer.content.decode())


def signed_in(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client(raise_request_exception=False)  # a page that breaks is one wrong answer among others
    client.force_login(user)
    return client


def anonymous(route: Route, world: World, tried: Tried) -> None:
    """Nobody signed in is led to sign in, except where no account is asked for; other methods are not answered."""
    client = Client()
    path = route.path(random_values(route))
    for method in route.methods:
        answer = ask(client, method, path)
        to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/?next=")
        served = answer.status_code < 500 or excused(route, answer)
        ok = served and not to_sign_in if route.permission == "public" else to_sign_in
        tried.check("by nobody", ok, route, method, answer)
    others = [
        *UNEXPECTED,
        *({"GET", "HEAD", "POST"} - {*route.methods} - ({"HEAD"} if "GET" in route.methods else set())),
    ]
    for method in others:
        answer = ask(client, method, path)
        tried.check("by another method", answer.status_code == 405, route, method, answer)


def forged(route: Route, role: str, client: Client, tried: Tried) -> None:
    """A form that another site had a browser send, without our token, does nothing."""
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies.load({name: cookie.value for name, cookie in client.cookies.items()})
    answer = ask(guarded, "POST", route.path(random_values(route)))
    tried.check("without our token", answer.status_code == 403, route, "POST", answer, role=role)


def refused(route: Route, method: str, role: str, client: Client, tried: Tried) -> None:
    """Somebody without the grant is refused, whatever the address names."""
    answer = ask(client, method, route.path(random_values(route)))
    tried.check("without a grant", answer.status_code == 403, route, method, answer, role=role)


def granted(
    route: Route, method: str, role: str, client: Client, scopes: set[str], world: World, tried: Tried
) -> None:
    """Somebody with the grant is served what they reach, and told of nothing else."""
    if not route.kinds:
        answer = ask(client, method, route.path({}))
        ok = answer.status_code in SERVED | (REFUSED_INPUT if method == "POST" else set())
        ok = ok or excused(route, answer) or in_part(route, scopes, answer)
        tried.check("with a grant", ok, route, method, answer, role=role)
        return
    nothing = ask(client, method, route.path(random_values(route)))
    if "uuid" not in route.kinds.values():
        tried.check("of nothing", nothing.status_code < 500, route, method, nothing, role=role)
        return
    ok = nothing.status_code == 404 or excused(route, nothing) or in_part(route, scopes, nothing)
    tried.check("of nothing", ok, route, method, nothing, role=role)
    reached(route, method, role, client, scopes, world, tried)
    if "*" not in scopes:
        foreign(route, method, role, client, nothing, world, tried)


def reached(
    route: Route, method: str, role: str, client: Client, scopes: set[str], world: World, tried: Tried
) -> None:
    """What is within reach is served."""
    values = values_for(route, world, role, near=True)
    if values is None:
        tried.without_example.add(route.name)
        return
    answer = ask(client, method, route.path(values))
    served = answer.status_code in SERVED | (REFUSED_INPUT if method == "POST" else set())
    also = ALSO.get((route.name, method))
    if also and not grants().get((role, also)):
        tried.check("without a grant", answer.status_code == 403, route, method, answer, role=role)
        return
    must = "*" in scopes or scopes & ABOUT_CHILDREN
    ok = (
        served
        or excused(route, answer)
        or in_part(route, scopes, answer)
        or (not must and answer.status_code in {403, 404})
    )
    tried.check("within reach", ok, route, method, answer, role=role)


def in_part(route: Route, scopes: set[str], answer: HttpResponse) -> bool:
    """Return whether a page of whole lists was refused to somebody who reaches only a part of the authority."""
    return route.name in WHOLE and "*" not in scopes and answer.status_code in {403, 404}


def foreign(
    route: Route, method: str, role: str, client: Client, nothing: HttpResponse, world: World, tried: Tried
) -> None:
    """What is out of reach answers as what does not exist, to the letter."""
    values = values_for(route, world, role, near=False)
    if values is None:
        return
    answer = ask(client, method, route.path(values))
    same = answer.status_code == nothing.status_code == 404 and body(answer) == body(nothing)
    knows_of_all = "*" in grants().get((role, "card:list"), set())  # then a refusal gives nothing away
    refused = answer.status_code in {403, 404} and not world.leaks(answer)
    ok = same or (knows_of_all and refused)
    tried.check("out of reach", ok, route, method, answer, role=role)
