"""A child's record: what must happen, what is known and from whom, what was done, who was told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse

from onroll.access import policy, scoping
from onroll.access.matrix import role
from onroll.audit.actor import Actor
from onroll.audit.kinds import kind_of
from onroll.audit.queries import timeline_of
from onroll.cases import queries
from onroll.cases.headline import headline
from onroll.cases.models import Case, SourceAnswer
from onroll.cases.promised import promises_of
from onroll.cases.register_list import in_last_year
from onroll.duties.models import Duty
from onroll.duties.queries import as_seen, of_subject
from onroll.education.models import Place, Provision
from onroll.people.facts import with_parts
from onroll.people.models import Child
from onroll.people.queries import child_alone, family_links, siblings_of
from onroll.people.same import record_followed
from onroll.release.models import Disclosure, Hold, HoldKind
from onroll.release.queries import holds_over, messages_of
from onroll.web.cases.steps import Step
from onroll.web.cases.views import STEP_OF_DUTY, offered_steps
from onroll.web.cases.visiting import EDUCATION, OUTCOMES, PARTS_OF_DAY, SPOKEN_TO
from onroll.web.children import known
from onroll.web.children.parts import enrolments_shown, header_of, is_flagged, open_signs, sections_of
from onroll.web.children.saying import GROUPS as KINDS
from onroll.web.children.timeline import entries_of, readable
from onroll.web.children.told import own_notices, told_only
from onroll.web.navigation import may_open
from onroll.web.pages import Shown, page
from onroll.web.wording import of_rule
from rulebook.disclosure.products import FIELDS, PRODUCTS
from rulebook.procedure.duty import Standing
from rulebook.procedure.facts import ProvisionKind, VisitOutcome
from rulebook.procedure.screening import QUESTIONS

PRODUCT_WORDS = {each.code: each.words for each in PRODUCTS}
PAGE_OF_DUTY = {  # each with the permission of its page; its trigger names the row that the page is about
    "answer-enquiry": ("enquiry", "cme2:assign"),
    "chase-enquiry": ("enquiry_sent", "case:assign"),
}
PROVISION_WORDS = {
    ProvisionKind.HOME: "At home",
    ProvisionKind.ALTERNATIVE: "Alternative provision",
    ProvisionKind.SCHOOL: "A school elsewhere, or independent",
}
TONES = {
    Standing.OPEN: "open",
    Standing.DUE_SOON: "open",
    Standing.OVERDUE: "overdue",
    Standing.MET: "met",
    Standing.MET_LATE: "met_late",
    Standing.EXCUSED: "excused",
    Standing.SUSPENDED: "suspended",
    Standing.DATE_NOT_YET_KNOWN: "unknown",
}


@page("card:read", methods=("GET",))
def overview(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """The child at a glance: the headline, what must happen, what can be done now."""
    child = visible_child(by, child_id)
    if told_only(by, child):
        return own_notices(by, child)
    rows = list(queries.cases_of_child(by, child_id=child.pk))
    case = rows[0] if rows else None
    holds = holds_over(child.pk)
    hold = _hold_shown(child, holds, by)
    context: dict[str, Any] = {"case": case, "cases": rows, "siblings": _siblings(child, by), "hold": hold}
    if case is not None:
        context["case"] = case = queries.as_seen(case, by=by)
        duties = as_seen(of_subject(by, subject_id=case.pk), by=by)
        sees = policy.may(by, "location:read", child)
        asked = bool(hold and hold.get("flag"))
        context["sentences"] = headline(case, duties=duties, as_of=by.today, location=sees, ask_first=asked)
        context["owed"], context["done"] = _sorted_duties(duties, case=case, by=by)
        context["groups"] = _grouped(case, by)
        context["leaving"] = case.is_open and in_last_year(case, on=by.today)
        context["events"] = entries_of(readable(timeline_of(child.pk)[:20], child, by)[:6], child, by)
    children = [child.pk, *(each.pk for each in context["siblings"])]
    return record_page("children/overview.html", child, by, "child", context, children, holds=holds)


@page("case:read", methods=("GET",))
def timeline(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Everything that happened, newest first."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    kinds = request.GET.get("kind", "")
    events = readable(timeline_of(child.pk)[:400], child, by)
    groups = sorted({kind_of(event.kind).group for event in events})
    asked = [event for event in events if not kinds or kind_of(event.kind).group == kinds]
    shown = entries_of(asked, child, by)
    return record_page(
        "children/timeline.html",
        child,
        by,
        "child_timeline",
        {
            "events": shown,
            "groups": [(each, KINDS.get(each, each.capitalize())) for each in groups],
            "kind": kinds,
        },
    )


@page("card:read", methods=("GET",))
def facts(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """What is known, each with its source; sources that differ are both kept."""
    child = visible_child(by, child_id)
    if told_only(by, child):
        return own_notices(by, child)
    with_parts([child], only={"names", "addresses", "identifiers"})
    family, siblings = family_links(child, by=by)
    if told_only(by, child, "family:read"):  # whose brothers and sisters they are is the family's to tell
        siblings = []
    context = {
        "blocks": known.blocks_of(child, by=by, family=family),
        "siblings": siblings,
        "may_compare": policy.may(by, "card:update", child),
        "may_record_upn": policy.may(by, "identifiers:update", child),
    }
    return record_page(
        "children/facts.html",
        child,
        by,
        "child_facts",
        context,
        [child.pk, *(each.pk for each in siblings)],
    )


@page("card:read", methods=("GET",))
def education(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Where the child is, was or should be educated."""
    child = visible_child(by, child_id)
    if told_only(by, child):
        return own_notices(by, child)
    sees = policy.may(by, "location:read", child)
    sees_all = sees and not told_only(by, child, "location:read")
    places = Place.objects.visible_to(by, "card:read").filter(child=child).select_related("establishment")
    provisions = Provision.objects.visible_to(by, "card:read").filter(child=child)
    context = {
        "sees": sees,
        "kinds": PROVISION_WORDS,
        "enrolments": list(enrolments_shown(child, by=by)) if sees else [],
        "places": list(places.order_by("-offered_on")) if sees_all else [],
        "provisions": list(provisions.order_by("-starts_on")) if sees_all else [],
    }
    return record_page("children/education.html", child, by, "child_education", context)


@page("case:read", methods=("GET",))
def visits(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Every CME 4 and every visit."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    rows = list(queries.with_visits(queries.cases_of_child(by, child_id=child.pk)))
    return record_page(
        "children/visits.html",
        child,
        by,
        "child_visits",
        {
            "cases": rows,
            "promises": promises_of(by, [each.pk for row in rows for each in row.visitrequests.all()]),
            "said": {**dict(OUTCOMES), **dict(EDUCATION), **dict(SPOKEN_TO)},
            "times": dict(PARTS_OF_DAY),
            "met": [each for each in VisitOutcome if each.found_living_there],
            "answers_of_source": dict(SourceAnswer.choices),
            "sees": policy.may(by, "location:read", child),
            "guarded": policy.may(by, "safeguarding:read", child),
        },
    )


@page("safeguarding:read", methods=("GET",))
def safeguarding(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """The safeguarding questions as answered, and holds."""
    child = visible_child(by, child_id)
    policy.require(by, "safeguarding:read", child)
    rows = list(queries.with_screening(queries.cases_of_child(by, child_id=child.pk)))
    own = Hold.objects.visible_to(by, "hold:read").filter(child=child).prefetch_related("decisions")
    holds = holds_over(child.pk)
    context = {
        "cases": rows,
        "questions": QUESTIONS,
        "holds": list(own.order_by("-placed_at")),
        "family": [hold for hold in holds if hold.child_id != child.pk],
    }
    return record_page("children/safeguarding.html", child, by, "child_safeguarding", context, holds=holds)


@page("letter:read", methods=("GET",))
def messages(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Every letter and e-mail, as it left."""
    child = visible_child(by, child_id)
    policy.require(by, "letter:read", child)
    rows = list(messages_of(by, child_id=child.pk).select_related("disclosure"))
    sees_referrer = policy.may(by, "cme2_referrer:read", child)
    shown = {"rows": rows, "sees_referrer": sees_referrer}
    return record_page("children/messages.html", child, by, "child_messages", shown, subjects=rows)


@page("case:read", methods=("GET",))
def disclosures(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """To whom information was given: when, which fields, on which power."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    rows = list(Disclosure.objects.visible_to(by, "case:read").filter(child=child).order_by("-decided_at"))
    given = [(row, PRODUCT_WORDS.get(row.product, row.product), _fields_in_words(row)) for row in rows]
    return record_page("children/disclosures.html", child, by, "child_disclosures", {"given": given})


def _fields_in_words(row: Disclosure) -> str:
    words = ", ".join(FIELDS.get(name, name.replace("_", " ")) for name in row.fields)
    return words[:1].upper() + words[1:]


def _siblings(child: Child, by: Actor) -> list[Child]:
    """Return the brothers and sisters; who they are is the family's, so a supplier is not told whose they are."""
    return [] if told_only(by, child, "family:read") else list(siblings_of(child, by=by))


def visible_child(by: Actor, child_id: Any) -> Child:
    """Return the child with what its header asks of its open cases and who reaches it; raise Http404 beyond reach."""
    asked = {**open_signs(by), "followed_id": record_followed(), **scoping.noting(by)}
    child = child_alone(by, child_id=child_id, noting=asked)
    if child is None:
        raise Http404("nothing here")
    scoping.remember(by, child)
    return child


def record_page(
    template: str,
    child: Child,
    by: Actor,
    here: str,
    context: dict[str, Any],
    children: list[Any] | None = None,
    *,
    holds: list[Hold] | None = None,
    subjects: Iterable[Model] = (),
) -> Shown:
    """Return a page of a child's record, with its head and its sections."""
    common = {
        "child": child,
        "header": header_of(child, by=by, holds=holds),
        "sections": sections_of(child, by=by, here=here),
        "held_twice": _held_twice(child, by),
    }
    return Shown(template, {**common, **context}, children or [child.pk], subjects=subjects)


def _held_twice(child: Child, by: Actor) -> dict[str, Any] | None:
    """Return what the head of the record says of a child who is held more than once; nothing for all others."""
    followed = getattr(child, "followed_id", None)
    if followed is None:
        return None
    return {"other": followed if followed != child.pk else None, "may_decide": policy.may(by, "card:update")}


def duty_item(row: Duty, *, by: Actor, case_id: Any, about: Child | None = None) -> dict[str, Any]:
    """Return a duty as the component shows it, linked to the step that meets it."""
    standing = row.standing(by.today)
    step: Step | None = STEP_OF_DUTY.get(row.code)
    open_to = standing.outstanding and standing is not Standing.SUSPENDED
    may = step is not None and open_to and policy.may(by, step.permission)
    item = {
        "task": row.title,
        "standing": TONES[standing],
        "due_on": row.due_on,
        "due_in": _nearness(row, standing, by),
        "met_on": row.met_on,
        "paragraph": of_rule(row.source),
        "rule": reverse("rule", args=[row.code]) if may_open(by, "rules") else None,
        "mark": row.mark,
        "because": row.because,
        "counted": row.counted,
        "waiting_on": _who_owes(row, by),
        "href": reverse(f"case_{step.slug.replace('-', '_')}", args=[case_id])
        if step and may and case_id
        else _page_of(row, by=by, open_to=open_to),
    }
    if about is not None:
        item |= {"about": about.name, "about_href": reverse("child", args=[about.pk])}
        item |= {"alert": vars(about).get("alert")}
    return item


def _page_of(row: Duty, *, by: Actor, open_to: bool) -> str | None:
    """Return the page of its own on which a duty is met; None for most, which are met by a step of the case."""
    address, permission = PAGE_OF_DUTY.get(row.code, ("", ""))
    if not (address and open_to and policy.may(by, permission)):
        return None
    about = row.trigger.partition(":")[2].partition("+")[0]
    return reverse(address, args=[about])


def _nearness(row: Duty, standing: Standing, by: Actor) -> str | None:
    """Return how near or late a duty is, beside its date: ``in 2 working days``, ``3 working days late``."""
    words = row.standing_words(by.today)
    if standing in {Standing.MET, Standing.MET_LATE, Standing.DATE_NOT_YET_KNOWN}:
        return None
    if words.startswith("due today"):
        return "today"
    return words.partition(", ")[2] or None if words.startswith("due ") else words


def _who_owes(row: Duty, by: Actor) -> str | None:
    """Return whose it is, in a few words; nothing when it is the reader's own."""
    if row.owed_by == "AIO" and row.officer:
        return None if row.officer_id == by.user_id else row.officer.name
    if row.owed_by in by.roles:
        return None
    area = f", {row.area.name}" if row.area and row.owed_by in {"ARM", "AIO", "ARL"} else ""
    return f"{role(row.owed_by).short}{area}"


def _sorted_duties(
    rows: list[Duty], *, case: Case, by: Actor
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    owed = [row for row in rows if row.standing(by.today).outstanding]
    done = [row for row in rows if not row.standing(by.today).outstanding]
    return (
        [duty_item(row, by=by, case_id=case.pk) for row in owed],
        [duty_item(row, by=by, case_id=case.pk) for row in done],
    )


GROUPS = (
    ("check", "Check"),
    ("needs", "Reason and advice"),
    ("visit", "Visit"),
    ("place", "Education"),
    ("order", "Attendance order"),
    ("end", "End and answer"),
    ("safety", "Safety"),
    ("more", "More"),
)


def _grouped(case: Case, by: Actor) -> list[tuple[str, list[Step]]]:
    steps = offered_steps(case, by=by)
    return [
        (words, found) for code, words in GROUPS if (found := [step for step in steps if step.group == code])
    ]


def _hold_shown(child: Child, holds: list[Hold], by: Actor) -> dict[str, Any] | None:
    """Return the hold that forbids most; for whoever may not read holds, only that somebody must be asked first."""
    if not holds:
        return None
    whole = (hold for hold in holds if hold.kind == HoldKind.NO_APPROACH_FAMILY)
    hold = next(whole, holds[0])
    if not policy.may(by, "hold:read", child):
        return {"flag": True} if is_flagged(by, child) else None
    reads = policy.may(by, "hold:read", hold)  # it may have been placed over a brother or sister
    return {
        "words": hold.get_kind_display(),
        "since": hold.placed_at,
        "placed": hold.placed_words,
        "whole": hold.kind == HoldKind.NO_APPROACH_FAMILY,
        "reason": hold.reason if reads else None,
        "decisions": [row.words for row in hold.decisions.all()] if reads else [],
    }
