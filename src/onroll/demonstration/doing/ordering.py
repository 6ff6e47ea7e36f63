"""School attendance proceedings: each stage of a story, with the papers and the answer that stand before it."""

from onroll.cases import actions as cases
from onroll.cases.actions import Paper
from onroll.cases.letters import Named, Served
from onroll.cases.models import Case
from onroll.cases.order_models import AttendanceOrder, ServedHow
from onroll.cases.orders import running_order
from onroll.demonstration.county.script import AttendanceOrderStep
from onroll.demonstration.doing import writing
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import Moment, Replay
from onroll.schools.models import Establishment

BECAUSE = "A place was offered and the child never came. No school has the child on its roll."


def order_step(replay: Replay, moment: Moment) -> None:
    """Take the stage of the story; each paper is given by hand on the day on which it is written."""
    step = step_of(moment, AttendanceOrderStep)
    case = replay.case(moment)
    by = replay.able(moment, "letter:create", case)
    order = running_order(case) or cases.begin_order(case, because=BECAUSE, by=by)
    named = Named(school=Establishment.objects.get(urn=step.school).name)
    served = _served(case, moment)
    if step.stage == "notice served":
        cases.write_notice_to_satisfy(order, served=served, because=BECAUSE, by=by)
        _give(order, Paper.NOTICE, replay, moment)
    elif step.stage == "intended school told":
        words = "No answer came to the notice, and the visits found no education."
        cases.record_order_answer(order, satisfied=False, expedient=True, on=by.today, words=words, by=by)
        cases.write_notice_of_school(order, served=served, named=named, by=by)
        _give(order, Paper.SCHOOL_NOTICE, replay, moment)
    elif step.stage == "order made":
        cases.write_attendance_order(order, served=served, named=named, by=by)
        _give(order, Paper.ORDER, replay, moment)
        cases.record_school_told(order, on=by.today, told_with="The head teacher", by=by)
    else:
        cases.record_order_kept(order, obeyed=True, on=by.today, by=by)
    if step.words:
        writing.note(replay, moment, step.words)


def _give(order: AttendanceOrder, paper: Paper, replay: Replay, moment: Moment) -> None:
    by = replay.able(moment, "letter:create", order.case)
    cases.record_paper_served(order, paper=paper, on=by.today, how=ServedHow.BY_HAND, by=by)


def _served(case: Case, moment: Moment) -> Served:
    parent = (
        case.child.relationships.select_related("parent").filter(until_on=None).earliest("recorded_at").parent
    )
    address = case.child.addresses.filter(until_on=None).latest("recorded_at")
    return Served(parent=parent, address=address, on=moment.at.date(), officer=case.officer)
