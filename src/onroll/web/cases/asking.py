"""Steps of CME 4: the area is asked for a visit; a CME 4 is passed to another area, or taken back."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.forms import HiddenInput

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.models import Case, VisitRequest
from onroll.cases.signs import open_request
from onroll.people.models import Address
from onroll.schools.registering import area_of
from onroll.web.cases.steps import Step, first_of, while_visited
from onroll.web.forms import ChoiceField, Form, LongTextField, Look, SelectField, YesNoField
from rulebook.wording import listed, long_date


class VisitRequestForm(Form):
    """CME 4: notice to the area (Appendix 5)."""

    address = SelectField("Which address?", missing="Choose the address", type_ahead=False)
    area = SelectField("Which area?", missing="Choose the area", type_ahead=False)
    urgent = YesNoField(
        "Is it urgent?",
        hint="For example, earlier child protection concerns. An urgent visit is made within 3 working days, "
        "without a letter.",
        missing="Choose whether it is urgent",
        look=Look(inline=True, reveals={"yes": ("reason",)}),
    )
    reason = LongTextField("Why is it urgent?", called="why it is urgent", max_length=1000)
    previous_attendance_involvement = LongTextField(
        "Earlier involvement of attendance staff", required=False, max_length=1000
    )
    social_care = LongTextField(
        "Child protection concerns or social care, if known", required=False, max_length=1000
    )
    other = LongTextField("Anything else that the officer should know", required=False, max_length=1000)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.said: list[tuple[str, str]] = []

    def take_as_said(self, name: str, words: str) -> None:
        """Carry the only answer there is along, shown and not asked."""
        self.said.append((name.capitalize(), words))
        self.fields[name].widget = HiddenInput()


def _visit_request_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form with the addresses that wait for no visit yet, and the area that the postcode lies in.

    What can be chosen in one way only is not asked: it stands above the form, and comes along with it.
    """
    asked = {row.address_id for row in waiting(case)} if case.signs.get("visits_open") else set()
    known = [
        row
        for row in case.child.addresses.all()
        if row.until_on is None and (row.lines or row.postcode) and row.pk not in asked
    ]
    areas = list(Area.objects.all())
    found = {row.pk: area_of(row.postcode, areas=areas) for row in known}
    only = found[known[0].pk] if len(known) == 1 else None
    form = VisitRequestForm(
        data,
        today=by.today,
        initial={
            "area": str(only.pk) if only else "",
            "urgent": "yes" if case.urgent else None,
            "address": str(known[0].pk) if len(known) == 1 else "",
        },
    )
    form.offer("address", [("", "Choose one"), *((str(row.pk), row.one_line) for row in known)])
    form.offer("area", [("", "Choose one"), *((str(row.pk), row.name) for row in areas)])
    form.fields["area"].help_text = area_hint(known, areas=areas)
    if len(known) == 1:
        form.take_as_said("address", known[0].one_line)
    if only:
        form.take_as_said("area", f"{only.name}, by the postcode")
    return form


def area_hint(addresses: Sequence[Address], *, areas: Sequence[Area]) -> str:
    """Return which area each address lies in by its postcode; where one lies in none, what each area covers."""
    found = [(row, area_of(row.postcode, areas=areas)) for row in addresses]
    said = [f"{row.postcode} lies in {area.name}, by the postcode." for row, area in found if area]
    unplaced = [row for row, area in found if area is None]
    if unplaced:
        covers = (
            f"{area.name}: {listed(tuple(area.postcode_prefixes))}"
            for area in areas
            if area.postcode_prefixes
        )
        told = "; ".join(covers) or "no area here has its postcodes on record"
        said.append(f"No area covers {unplaced[0].postcode or 'an address without a postcode'}. {told}.")
    return " ".join(said)


def _request_visit(case: Case, answers: dict[str, Any], by: Actor) -> str:
    area = Area.objects.get(pk=answers.pop("area"))
    address = first_of(case.child.addresses.filter(pk=answers.pop("address"), until_on=None))
    urgent = answers.pop("urgent") == "yes"
    answers["reason"] = answers.get("reason") or ""
    actions.request_visit(case, area=area, address=address, urgent=urgent, by=by, **answers)
    within = "3 working days, without a letter" if urgent else "10 working days, after a letter"
    return f"CME 4 is with {area.name}: a visit within {within}."


def _may_be_asked(case: Case) -> bool:
    signs = case.signs
    return case.is_open and bool(signs.get("address")) and bool(signs.get("visit_may_be_asked", True))


def waiting(case: Case) -> list[VisitRequest]:
    """Return the CME 4s of a case whose visit is still to be made; where there is none, the newest that stands."""
    prefetch_related_objects([case], "visitrequests")  # a page asks for them several times
    still = case.signs.get("visits_open", ())
    rows = [row for row in case.visitrequests.all() if str(row.pk) in still]
    newest = open_request(case)
    return sorted(rows, key=lambda row: (row.sent_on, row.recorded_at)) or ([newest] if newest else [])


def about_one(form: Form, case: Case, by: Actor) -> Form:
    """Return a form about a CME 4: where several wait for their visits it asks first which of them."""
    rows = waiting(case)
    if len(rows) > 1:
        sees = policy.may(by, "location:read", case)
        which = ChoiceField(
            "Which visit?",
            missing="Choose which visit this is about",
            choices=[(str(row.pk), _said(row, sees=sees)) for row in rows],
        )
        form.fields = {"request": which, **form.fields}
    return form


def _said(row: VisitRequest, *, sees: bool) -> str:
    asked = f"{row.area.name}, asked on {long_date(row.sent_on)}"
    return f"{row.address.one_line} ({asked})" if sees and row.address else asked


def request_of(case: Case, answers: dict[str, Any]) -> VisitRequest:
    """Return the CME 4 that a form is about; raises Overtaken when somebody dealt with it meanwhile."""
    which = answers.pop("request", None)
    return first_of(row for row in waiting(case) if which is None or str(row.pk) == which)


class PassOnForm(Form):
    """To which area, and why."""

    area = SelectField("Which area is to visit?", missing="Choose the area", type_ahead=False)
    reason = LongTextField("Why?", called="why another area is to visit", max_length=1000)


def _pass_on_form(case: Case, by: Actor, data: Any) -> Form:
    form = PassOnForm(data, today=by.today)
    rows = waiting(case)
    first_of(rows)
    held = {row.area_id for row in rows} if len(rows) == 1 else set()
    areas = list(Area.objects.all())
    form.offer(
        "area", [("", "Choose one"), *((str(row.pk), row.name) for row in areas if row.pk not in held)]
    )
    if policy.may(by, "location:read", case):
        places = [row.address for row in rows if row.address]
        form.fields["area"].help_text = area_hint(places, areas=areas)
    return about_one(form, case, by)


def _pass_on(case: Case, answers: dict[str, Any], by: Actor) -> str:
    area = Area.objects.get(pk=answers["area"])
    actions.pass_visit_on(request_of(case, answers), area=area, reason=answers["reason"], by=by)
    return f"CME 4 is with {area.name} now. The visit stays due on the same day."


class TakeBackForm(Form):
    """Why a CME 4 is taken back."""

    reason = LongTextField("Why is it taken back?", called="why it is taken back", max_length=1000)


def _take_back_form(case: Case, by: Actor, data: Any) -> Form:
    first_of(waiting(case))
    return about_one(TakeBackForm(data, today=by.today), case, by)


def _take_back(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = request_of(case, answers)
    actions.take_back_visit(row, reason=answers["reason"], by=by)
    return (
        f"The CME 4 to {row.area.name} is taken back. While the child needs a visit, one is still to be sent."
    )


def _waits(case: Case) -> bool:
    return case.is_open and bool(case.signs.get("visits_open"))


STEPS = (
    Step(
        slug="cme-4",
        permission="cme3_4:create",
        heading="Send a CME 4 to the area",
        button="Send the CME 4",
        build=_visit_request_form,
        do=_request_visit,
        offered=_may_be_asked,
        listed=while_visited,
        source="Procedure 3.1.2 and Appendix 5",
        duties=("refer-to-area",),
        template="cases/cme_4.html",
        group="visit",
    ),
    Step(
        slug="other-area",
        permission="case:assign",
        heading="Pass the CME 4 to another area",
        button="Pass it on",
        build=_pass_on_form,
        do=_pass_on,
        offered=_waits,
        intro="The visit stays due on the same day. Whoever had it is told that it is theirs no longer.",
        source="Procedure 3.1.2",
        group="visit",
    ),
    Step(
        slug="take-back",
        permission="case:assign",
        heading="Take the CME 4 back",
        button="Take it back",
        build=_take_back_form,
        do=_take_back,
        offered=_waits,
        intro="No visit is owed under it then, and a letter that was not posted stays here. While the child is on no "
        "roll and has an address, a CME 4 is still to be sent.",
        source="Procedure 3.1.2",
        group="visit",
    ),
)
