"""School attendance proceedings: each stage of a story, with the papers and the answer that stand before it."""

from collections.abc import Callable
from dataclasses import dataclass

from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.actions import Paper
from onroll.cases.letters import Named, Served
from onroll.cases.order_models import AttendanceOrder, ServedHow
from onroll.cases.orders import running_order
from onroll.demonstration.county.script import AttendanceOrderStep
from onroll.demonstration.doing import writing
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import Moment, Replay
from onroll.schools.models import Establishment

BECAUSE = "A place was offered and the child never came. No school has the child on its roll."
NOT_SATISFIED = "No answer came to the notice, and the visits found no education."


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One stage as it is taken: of which proceedings, which school stands in them, by whom."""

    order: AttendanceOrder
    school: str
    by: Actor

    @property
    def named(self) -> Named:
        """The school, as a paper names it."""
        return Named(school=Establishment.objects.get(urn=self.school).name)

    @property
    def served(self) -> Served:
        """The parent and the address of today, on whom and where a paper is served."""
        child, case = self.order.case.child, self.order.case
        relationship = (
            child.relationships.select_related("parent").filter(until_on=None).earliest("recorded_at")
        )
        address = child.addresses.filter(until_on=None).latest("recorded_at")
        return Served(parent=relationship.parent, address=address, on=self.by.today, officer=case.officer)


def order_step(replay: Replay, moment: Moment) -> None:
    """Take the stage of the story; each paper is given by hand on the day on which it is written."""
    step = step_of(moment, AttendanceOrderStep)
    case = replay.case(moment)
    by = replay.able(moment, "letter:create", case)
    order = running_order(case) or cases.begin_order(case, because=BECAUSE, by=by)
    STAGES[step.stage](Taken(order=order, school=step.school, by=by))
    if step.words:
        writing.note(replay, moment, step.words)


def _write_notice(taken: Taken) -> None:
    cases.write_notice_to_satisfy(taken.order, served=taken.served, because=BECAUSE, by=taken.by)


def _serve_notice(taken: Taken) -> None:
    _write_notice(taken)
    _give(taken, Paper.NOTICE)


def _not_satisfied(taken: Taken) -> None:
    cases.record_order_answer(
        taken.order, satisfied=False, expedient=True, on=taken.by.today, words=NOT_SATISFIED, by=taken.by
    )


def _name_school(taken: Taken) -> None:
    _not_satisfied(taken)
    cases.write_notice_of_school(taken.order, served=taken.served, named=taken.named, by=taken.by)
    _give(taken, Paper.SCHOOL_NOTICE)


def _make(taken: Taken) -> None:
    cases.write_attendance_order(taken.order, served=taken.served, named=taken.named, by=taken.by)
    _give(taken, Paper.ORDER)


def _tell_school(taken: Taken) -> None:
    cases.record_school_told(taken.order, on=taken.by.today, told_with="The head teacher", by=taken.by)


def _obeyed(taken: Taken) -> None:
    cases.record_order_kept(taken.order, obeyed=True, on=taken.by.today, by=taken.by)


def _not_obeyed(taken: Taken) -> None:
    cases.record_order_kept(taken.order, obeyed=False, on=taken.by.today, by=taken.by)


def _revocation_asked(taken: Taken) -> None:
    cases.record_revocation_asked(taken.order, on=taken.by.today, by=taken.by)


def _give(taken: Taken, paper: Paper) -> None:
    cases.record_paper_served(taken.order, paper=paper, on=taken.by.today, how=ServedHow.BY_HAND, by=taken.by)


STAGES: dict[str, Callable[[Taken], None]] = {
    "begun": lambda taken: None,
    "notice written": _write_notice,
    "notice served": _serve_notice,
    "not satisfied": _not_satisfied,
    "intended school told": _name_school,
    "order made": _make,
    "school told": _tell_school,
    "order obeyed": _obeyed,
    "order not obeyed": _not_obeyed,
    "revocation asked": _revocation_asked,
}
