"""Releasing a list: what was looked at is what leaves, through the gate, and every child on it is on record."""

from datetime import date, timedelta

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import LONDON, Actor
from onroll.audit.base import new_reference
from onroll.cases.actions.doing import record_done
from onroll.cases.actions.taking_up import take_up
from onroll.duties.models import Duty
from onroll.duties.numbers import current_parameters
from onroll.release import actions as release
from onroll.release.turns import holds_stay_as_they_are
from onroll.schools.queries import authority_calendar
from onroll.sharing import contents
from onroll.sharing.actions.owing import refresh_pack
from onroll.sharing.contents import LEAVER, MONTHLY, POST_16, TERMLY, Contents, Entry
from onroll.sharing.models import Pack, PackLine, PackState
from onroll.sharing.questions import QUESTIONS
from onroll.sharing.workbook import Sheet, workbook_of
from rulebook.disclosure import product_of
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

ANSWERS = {MONTHLY: "answer-monthly-register", TERMLY: "answer-termly-list"}
STILL_OPEN = timedelta(days=14)  # a late answer is an answer; access model 8 gives a list fourteen days
NEEDS_SIGNATURE = frozenset({TERMLY, POST_16})  # access model 8: the manager's own signature


@transaction.atomic
def release_pack(pack: Pack, *, seen: str, by: Actor) -> Pack:
    """Release a list to its recipient: in the service, and as a workbook whose bytes are kept.

    ``seen`` is the mark of what was looked at. Raises Refused when what would leave is no longer that, when a hold was
    placed meanwhile, and when it was released before. The termly and the post-16 list are signed by whoever
    may sign, in releasing them; the post-16 list meets what is owed of each child on it.
    """
    policy.require(by, "pack:send")
    if pack.product in NEEDS_SIGNATURE:
        policy.require(by, "pack:sign")
    if pack.product == POST_16:
        _keep_cases(pack, by=by)
    now = contents.contents_of(pack, by=by)
    if now.digest != seen:
        words = "The list has changed since you looked at it. Look at it again, then release it."
        raise Refused(Finding("list-changed", words))
    answer_due_on = _answer_due_on(pack, by=by)
    moved = Pack.objects.filter(pk=pack.pk, state=PackState.PREPARED).update(
        state=PackState.RELEASED,
        released_at=by.at,
        released_by=by.name,
        withheld=now.withheld,
        answer_due_on=answer_due_on,
        open_until=(answer_due_on or by.today) + STILL_OPEN,
    )
    if not moved:
        raise Refused(
            Finding("released-already", "This list was released already, or another took its place.")
        )
    pack.refresh_from_db()
    lines = _lines(pack, now)
    pack.disclosure = release.release_list(
        contents.outgoing_of(pack),
        content=workbook_of(_sheet(pack, now, lines, by=by)),
        children=[each.case.child for each in now.entries],
        subject_id=pack.pk,
        permission="pack:send",
        by=by,
    )
    pack.save(update_fields=["disclosure"])
    audit.record(
        "pack.released", subject=pack, by=by, product=product_of(pack.product).words, period=pack.period_words,
        children=len(lines),
    )  # fmt: skip
    refresh_pack(pack, by=by)
    if pack.product == TERMLY and pack.organisation_id:
        _refresh_leads(pack, by=by)
    if pack.product == POST_16:
        _meet(pack, now, by=by)
    return pack


def _answer_due_on(pack: Pack, *, by: Actor) -> date | None:
    """Return by when an answer to a list is owed; None where none is asked for."""
    if pack.product not in ANSWERS:
        return None
    return (
        authority_calendar()
        .count(by.today, current_parameters()[ANSWERS[pack.product]].on(by.today).span)
        .ends_on
    )


def _keep_cases(pack: Pack, *, by: Actor) -> None:
    """Take up the cases whose duty the release meets: after the holds, as whoever places one does, before any row."""
    holds_stay_as_they_are()
    take_up([each.case.pk for each in contents.contents_of(pack, by=by).entries])


def _meet(pack: Pack, now: Contents, *, by: Actor) -> None:
    """Record of every child on the list that the details were shared. Source: Procedure 3.1.2; LEAVER-1."""
    told = {each.case.pk: each.case for each in now.entries}
    owed = Duty.objects.visible_to(by, "duty:read").filter(code=LEAVER, subject_id__in=told, met_on=None)
    for duty in owed.order_by("subject_id", "triggered_on"):
        record_done(
            told[duty.subject_id], duty=LEAVER, trigger=duty.trigger, done_on=by.today,
            words=f"Shared with {pack.recipient}, on list {pack.reference}.", by=by,
        )  # fmt: skip


def _refresh_leads(pack: Pack, *, by: Actor) -> None:
    """With the last partner's list the area leads' own duty to pass it on is met."""
    leads = Pack.objects.filter(product=TERMLY, period=pack.period, organisation=None)
    for lead in leads.select_related("area"):
        refresh_pack(lead, by=by)


def _lines(pack: Pack, now: Contents) -> list[PackLine]:
    def line(number: int, entry: Entry) -> PackLine:
        return PackLine(
            pack=pack,
            child=entry.case.child,
            case=entry.case,
            mark=new_reference("L"),
            position=number,
            given=dict(entry.given),
        )

    rows = [line(number, each) for number, each in enumerate(now.entries, start=1)]
    return PackLine.objects.bulk_create(rows, batch_size=500)


def _sheet(pack: Pack, now: Contents, lines: list[PackLine], *, by: Actor) -> Sheet:
    product = product_of(pack.product)
    answer_due_on = long_date(pack.answer_due_on) if pack.answer_due_on else "No answer is asked for"
    back = f"Send it back by {answer_due_on} with" if pack.answer_due_on else "You may send it back with"
    return Sheet(
        title=f"{product.words}, {pack.period_words}",
        notes=(
            f"For {pack.recipient}. List {pack.reference}, released on {long_date(by.at.astimezone(LONDON).date())}.",
            f"For this purpose only. Pass it to nobody else. {back} what you know.",
        ),
        fields=now.fields,
        headings=now.headings,
        answers=tuple(each.words for each in QUESTIONS),
        rows=[(line.mark, line.given) for line in lines],
        about=(
            ("What this is", product.words),
            ("For whom", pack.recipient),
            ("Purpose", product.purpose),
            ("Power", product.power),
            ("What it tells of each child", "; ".join(now.headings)),
            ("Released by", f"{by.name}, {by.organisation_name}"),
            ("List", pack.reference),
            ("Send it back by", answer_due_on),
            (
                "How",
                "Fill in the yellow columns where you know something, and send the same file back.",
            ),
        ),
        made_at=by.at,
    )
