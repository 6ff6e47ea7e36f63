"""Two records are looked at: one child, or two."""

from onroll.cases import actions as cases
from onroll.demonstration.county.script import CandidateDecided
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.doing.writing import write
from onroll.demonstration.replay import Moment, Replay
from onroll.people.actions import NewDecision
from onroll.people.models import Answer


def candidate_decided(replay: Replay, moment: Moment) -> None:
    """Write down what was decided; where it is one child, link the record to that of the other story."""
    step = step_of(moment, CandidateDecided)
    write(replay, moment)
    if step.decision != "same":
        return  # the other child is nobody of the county
    case, other = replay.case(moment), replay.case_of(step.candidate).child
    new = NewDecision(answer=Answer.SAME, follows=other, reason=step.words)
    cases.decide_same_child(case.child, other=other, new=new, by=replay.able(moment, "card:update", case))
