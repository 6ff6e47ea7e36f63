"""What comes back: said on the page or in the file, kept as proposals, and taken into the record one by one."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import LONDON, Actor
from onroll.cases import actions as cases
from onroll.people import actions as people
from onroll.people.told import Source
from onroll.sharing.actions.owing import refresh_pack
from onroll.sharing.contents import SEX, fields_of, headings
from onroll.sharing.models import AnswerState, ListAnswer, Pack, PackLine, PackState
from onroll.sharing.questions import QUESTIONS
from onroll.sharing.reading import read_returned
from rulebook.findings import Finding, Refused

OF_QUESTION = {each.code: each.words for each in QUESTIONS}
MAY_BE_CORRECTED = frozenset({"born_on", "sex"})  # all else that is changed is noted, and somebody acts on it


@transaction.atomic
def answer_line(pack: Pack, *, mark: str, said: Mapping[str, str], by: Actor) -> int:
    """Keep what a recipient says of one child on the list, and return how many things are new.

    ``said`` are answers by question, or a field that was given with what it should be. Only what differs from what was
    given, and was not said before, is a proposal.
    """
    _reach(pack, by=by)
    line = (
        pack.lines.select_for_update(no_key=True).filter(mark=mark).first()
    )  # said twice at once, kept once
    if line is None:
        words = f"Line {mark} is not on list {pack.reference}. Send back the very file that was given."
        raise Refused(Finding("line-unknown", words, where="sent"))
    return len(_keep(line, said, pack=pack, by=by))


@transaction.atomic
def answer_with_file(pack: Pack, *, content: bytes, by: Actor) -> int:
    """Keep what a recipient wrote into the workbook, and return how many things are new; the list is then answered.

    The same file sent again says nothing new. Raises Refused, and keeps nothing, for another file or a line of another
    list.
    """
    _reach(pack, by=by)
    returned = read_returned(content, fields=fields_of(pack))
    told = sum(answer_line(pack, mark=each.mark, said=each.values, by=by) for each in returned)
    finish_answering(pack, by=by)
    return told


@transaction.atomic
def finish_answering(pack: Pack, *, by: Actor) -> None:
    """Record that a recipient has said what it knows of the list; that it knows nothing is an answer as well."""
    _reach(pack, by=by)
    waiting = Pack.objects.filter(pk=pack.pk, state=PackState.RELEASED)
    if not waiting.update(state=PackState.ANSWERED, answered_at=by.at, answered_by=by.name):
        return  # answered before: what is said later is kept all the same
    pack.refresh_from_db()
    told = sum(len(line.answers.all()) for line in pack.lines.prefetch_related("answers"))
    audit.record("pack.answered", subject=pack, by=by, recipient_kind=pack.recipient_kind, told=told)
    refresh_pack(pack, by=by)


@transaction.atomic
def decide_answer(answer: ListAnswer, *, take: bool, by: Actor) -> None:
    """Take what a recipient said into the record, or leave it; it is decided once.

    A date of birth or a sex that is corrected is corrected, with its source; all else becomes a note in the case, for
    somebody to act on. Nothing else of the child changes.
    """
    policy.require(by, "pack:assign")
    rows = ListAnswer.objects.visible_to(by, "pack:assign").filter(pk=answer.pk, state=AnswerState.WAITING)
    state = AnswerState.TAKEN if take else AnswerState.LEFT
    if not rows.update(state=state, decided_at=by.at, decided_by=by.name):
        raise Refused(Finding("answer-decided", "Somebody has decided this already."))
    answer.refresh_from_db()
    if take:
        _take(answer, by=by)
    kind = answer.line.pack.recipient_kind
    audit.record(
        "answer.taken" if take else "answer.left",
        subject=answer,
        child_id=answer.child_id,
        by=by,
        recipient_kind=kind,
    )


def _take(answer: ListAnswer, *, by: Actor) -> None:
    line = answer.line
    source = Source(words=f"{line.pack.recipient}, list {line.pack.reference}", as_of_on=_day(answer.said_at))
    if answer.field in MAY_BE_CORRECTED:
        name, value = corrected(answer)
        people.correct_child(line.child, changes={name: value}, source=source, by=by)
        cases.refresh_case(line.case_id, by=by)
        return
    cases.write_note(line.case, words=f"{source.words}. {words_of(answer)}", by=by)


def corrected(answer: ListAnswer) -> tuple[str, object]:
    """Return which field of the child is corrected to what. Raises Refused where what was written is neither."""
    if answer.field == "sex":
        for code, words in SEX.items():
            if answer.said.casefold() in {code.casefold(), words.casefold()}:
                return "sex", code
    else:
        for shape in ("%d %B %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y"):
            try:
                return "birth_date", datetime.strptime(answer.said, shape).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
    words = f"“{answer.said}” cannot be read. Correct it on the child’s page, and choose that this changes nothing."
    raise Refused(Finding("answer-unreadable", words))


def words_of(answer: ListAnswer) -> str:
    """Return what was said in a sentence."""
    if answer.field in OF_QUESTION:
        return f"{OF_QUESTION[answer.field].removesuffix(', if you know')}: {answer.said}"
    (heading,) = headings((answer.field,))
    return f"{heading}: given as “{answer.before}”, said to be “{answer.said}”"


def _keep(line: PackLine, said: Mapping[str, str], *, pack: Pack, by: Actor) -> list[ListAnswer]:
    known = {*OF_QUESTION, *fields_of(pack)}
    before = {(row.field, row.said) for row in line.answers.all()}
    rows = []
    for field, value in said.items():
        given = line.given.get(field, "")
        told = value.strip()
        if field in known and told and told != given and (field, told) not in before:
            row = ListAnswer(
                line=line,
                child_id=line.child_id,
                field=field,
                before=given,
                said=told,
                said_at=by.at,
                said_by=by.name,
            )
            row.save(force_insert=True)
            rows.append(row)
    if rows:
        audit.record(
            "answer.given", subject=pack, child_id=line.child_id, by=by, recipient_kind=pack.recipient_kind
        )
    return rows


def _reach(pack: Pack, *, by: Actor) -> None:
    policy.require(by, "pack:update")
    if not Pack.objects.visible_to(by, "pack:update").filter(pk=pack.pk).exists():
        raise policy.PermissionRefused("pack:update")
    if not pack.was_released:
        raise Refused(Finding("not-released", "This list was not released. There is nothing to answer yet."))


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
