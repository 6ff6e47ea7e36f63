"""What stands beside a child's name where a hold or a concern stands, as far as its reader may know (ADR 0012)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case, Stage
from onroll.duties.queries import READ_WITH_A_DUTY
from onroll.people.models import Child
from onroll.release.models import HoldKind

ASK_FIRST = "Speak to the CME manager first"
WITH_CARE = "Contact with care: see the hold"
OF_KIND = {
    HoldKind.NO_APPROACH_FAMILY: "Do not approach the family",
    HoldKind.SAFE_ROUTE_ONLY: "Only by the safe route",
}


def words_of_holds(kinds: Collection[str]) -> str:
    """Return the holds that stand in a few words: what the one says that forbids most."""
    return next((words for kind, words in OF_KIND.items() if kind in kinds), WITH_CARE)


def alert_of(case: Case, *, by: Actor) -> str:
    """Return what a list says beside the name of the child of a case; empty for nothing, and where the stage says it.

    Whoever has the flag alone reads whom to ask, and not whether it is a hold or a concern.
    """
    held, concern = case.signs.get("held"), case.signs.get("concern_open")
    if not held and not concern:
        return ""
    if held and policy.may(by, "hold:read", case):
        return "" if case.stage == Stage.HELD else words_of_holds(case.signs.get("holds", ()))
    flagged = "f" in policy.scopes(by, "hold:read") | policy.scopes(by, "safeguarding:read")
    tells = held or not policy.may(by, "safeguarding:read", case)
    return ASK_FIRST if flagged and tells else ""


def with_alerts(children: dict[UUID, Child], *, by: Actor) -> dict[UUID, Child]:
    """Return the children, each with what a list without stages says beside the name noted as ``alert``."""
    told = [child for child in children.values() if hasattr(child, "guarded_signs")]
    asked = [child.pk for child in children.values() if not hasattr(child, "guarded_signs")]
    cases = list(_guarded(by).filter(child_id__in=asked)) if asked else []
    cases += [
        Case(child_id=child.pk, signs=noted["guarded_signs"], stage=noted["guarded_stage"])
        for child in told
        if (noted := vars(child))["guarded_signs"]
    ]
    policy.prepare(by, [case.child_id for case in cases], *READ_WITH_A_DUTY)
    for child in children.values():
        vars(child)["alert"] = ""
    for case in cases:
        vars(children[case.child_id])["alert"] = _of_stage(case, by) or alert_of(case, by=by)
    return children


def noting_alerts(by: Actor) -> dict[str, Subquery]:
    """Return what a statement that fetches children can answer besides: what guards the open case of each."""
    guarded = _guarded(by).filter(child=OuterRef("pk")).order_by("opened_on", "id")
    return {
        name: Subquery(guarded.values(name.removeprefix("guarded_"))[:1])
        for name in ("guarded_signs", "guarded_stage")
    }


def _guarded(by: Actor) -> QuerySet[Case]:
    guarded = Q(signs__held=True) | Q(signs__concern_open=True)
    return Case.objects.visible_to(by, "case:list").filter(guarded, closed_on=None)


def with_alerts_listed(children: list[Child], *, by: Actor) -> list[Child]:
    """Return the children in their order, each once, with what stands beside the name noted as ``alert``."""
    return list(with_alerts({child.pk: child for child in children}, by=by).values())


def _of_stage(case: Case, by: Actor) -> str:
    """Return what the stage would say, for whoever may read that the family is not to be approached."""
    held = case.stage == Stage.HELD and policy.may(by, "hold:read", case)
    return OF_KIND[HoldKind.NO_APPROACH_FAMILY] if held else ""
