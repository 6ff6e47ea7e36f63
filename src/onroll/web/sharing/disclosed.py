"""The register of disclosures: all that was given to anybody, and what exactly it was."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Organisation
from onroll.audit.actor import LONDON, Actor
from onroll.release.models import Disclosure
from onroll.release.proof import proof_of
from onroll.release.queries import disclosures as given_to_anybody
from onroll.release.queries import list_with
from onroll.sharing.contents import MONTHLY, POST_16, TERMLY
from onroll.web.forms import DateField, FilterForm, SelectField, TextField, When
from onroll.web.pages import Handed, Shown, get_visible, page
from onroll.web.wording import moment
from rulebook.disclosure import PRODUCTS, Recipient
from rulebook.disclosure.products import FIELDS

PER_PAGE = 50
LISTS = (MONTHLY, TERMLY, POST_16)
WORDS = {each.code: each.words for each in PRODUCTS}


class Filter(FilterForm):
    """What to show of the register."""

    product = SelectField(
        "What", required=False, blank="Anything", type_ahead=False, choices=[*WORDS.items()]
    )
    to = SelectField(
        "To which kind of recipient",
        required=False,
        blank="Anybody",
        type_ahead=False,
        choices=[(str(each), each.value.replace("-", " ").capitalize()) for each in Recipient],
    )
    body = SelectField("To which body", required=False, blank="Any body", type_ahead=False)
    child = TextField("Child’s reference", required=False, max_length=12)
    since = DateField("From", required=False, when=When.TODAY_OR_BEFORE)
    until = DateField("Until", required=False, when=When.ANY)


@page("disclosure:list", methods=("GET",))
def disclosures(request: HttpRequest, by: Actor) -> Shown:
    """All that left, by page, file, letter, message or word of mouth, the newest first."""
    form = Filter(request.GET or None, today=by.today)
    named = Disclosure.objects.visible_to(by, "disclosure:list").exclude(organisation=None)
    bodies = Organisation.objects.filter(pk__in=named.values("organisation"))
    form.offer("body", [("", "Any body"), *((str(each.pk), each.name) for each in bodies)])
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = Paginator(_filtered(given_to_anybody(by, "disclosure:list"), wanted), PER_PAGE).get_page(
        request.GET.get("page")
    )
    left = request.GET.copy()
    left.pop("page", None)
    context = {
        "form": form,
        "found": found,
        "rows": [_line(row, by) for row in found.object_list],
        "query": left.urlencode(),
        "filtered": any(wanted.values()),
    }
    return Shown(
        "sharing/disclosures.html", context, [row.child_id for row in found.object_list if row.child_id]
    )


@page("disclosure:read", methods=("GET",))
def disclosure(request: HttpRequest, by: Actor, disclosure_id: Any) -> Shown:
    """One disclosure: to whom, when, which fields, why, by whom, and whether its bytes are still what they were."""
    row = get_visible(given_to_anybody(by), pk=disclosure_id)
    whole = list_with(row, by=by)
    context = {
        "row": row,
        "what": WORDS.get(row.product, row.product),
        "proof": proof_of(row, whole=whole),
        "whole": whole,
        "to": row.recipient_kind.replace("-", " ").capitalize(),
        "child": _child(row, by) or ("A list of children" if row.product in LISTS else "Not linked"),
        "fields": _fields_of(row),
    }
    return Shown("sharing/disclosure.html", context, [row.child_id] if row.child_id else [], subjects=[row])


@page("disclosure:read", methods=("GET",))
def disclosure_file(request: HttpRequest, by: Actor, disclosure_id: Any) -> Handed | HttpResponse:
    """The very bytes that were given; where they are no longer what they were, the page that says so."""
    row = get_visible(given_to_anybody(by), pk=disclosure_id)
    whole = list_with(row, by=by)
    proof = proof_of(row, whole=whole)
    if proof is None or not proof.sound:
        return redirect("disclosure", disclosure_id=row.pk)
    return Handed(
        content=proof.content, content_type=proof.media_type, name=proof.name, children=_children(row, by)
    )


def _children(row: Disclosure, by: Actor) -> list[Any]:
    """Return every child on the bytes that are handed out: of a list all of them, whoever was asked for."""
    same = given_to_anybody(by).filter(subject_id=row.subject_id, sha256=row.sha256).exclude(child=None)
    return list(same.values_list("child_id", flat=True).order_by()) if row.subject_id else []


def _filtered(rows: QuerySet[Disclosure], wanted: dict[str, Any]) -> QuerySet[Disclosure]:
    """Cut the register; a list stands in it once, and child by child where one child is asked for."""
    if wanted.get("child"):
        rows = rows.filter(child__reference__iexact=wanted["child"].strip())
    else:
        rows = rows.exclude(product__in=LISTS, child__isnull=False)
    if wanted.get("product"):
        rows = rows.filter(product=wanted["product"])
    if wanted.get("to"):
        rows = rows.filter(recipient_kind=wanted["to"])
    if wanted.get("body"):
        rows = rows.filter(organisation_id=wanted["body"])
    if wanted.get("since"):
        rows = rows.filter(decided_at__date__gte=wanted["since"])
    if wanted.get("until"):
        rows = rows.filter(decided_at__date__lte=wanted["until"])
    return rows


def _line(row: Disclosure, by: Actor) -> dict[str, Any]:
    opens = policy.may(by, "disclosure:read")
    return {
        "first": WORDS.get(row.product, row.product),
        "href": reverse("disclosure", args=[row.pk]) if opens else None,
        "note": f"{moment(row.decided_at.astimezone(LONDON))}, by {row.decided_by}",
        "cells": [
            {
                "text": row.recipient if opens else "–",
                "note": row.recipient_kind.replace("-", " ").capitalize(),
            },
            _child(row, by) or ("A list" if row.product in LISTS else "Not linked"),
            row.purpose,
        ],
    }


def _fields_of(row: Disclosure) -> str:
    words = "; ".join(FIELDS.get(name, name.replace("_", " ")) for name in row.fields)
    return words[:1].upper() + words[1:]


def _child(row: Disclosure, by: Actor) -> str:
    if row.child is None:
        return ""
    return row.child.name if policy.may(by, "card:read", row.child) else row.child.reference
