"""What has no action of its own yet is written down as a note, in whole sentences."""

from collections.abc import Callable

from onroll.cases import actions as cases
from onroll.demonstration.county import script
from onroll.demonstration.county.script import Step
from onroll.demonstration.replay import Moment, Replay


def write(replay: Replay, moment: Moment) -> None:
    """Write the step down."""
    note(replay, moment, sentence(moment.step))


def note(replay: Replay, moment: Moment, words: str) -> None:
    """Write a note in the case."""
    case = replay.case(moment)
    cases.write_note(case, words=words.strip(), by=replay.able(moment, "notes:create", case))


def sentence(step: Step) -> str:
    """Return what a step without an action says."""
    said = _SENTENCES.get(type(step))
    return f"{said(step)} {getattr(step, 'words', '')}".strip() if said else str(getattr(step, "words", ""))


def _decided(step: Step) -> str:
    assert isinstance(step, script.CandidateDecided)
    return (
        "The same child as in another record." if step.decision == "same" else "Another child of a like name."
    )


def _sent(step: Step) -> str:
    assert isinstance(step, script.EnquirySent)
    return f"Asked {step.to}:"


def _answered(step: Step) -> str:
    assert isinstance(step, script.EnquiryAnswered)
    return f"{step.sender} answered ({step.answer})."


def _followed(step: Step) -> str:
    assert isinstance(step, script.FollowedUp)
    return "Followed up: still there." if step.still_there else "Followed up: no longer there."


def _grouped(step: Step) -> str:
    return "Brothers and sisters: one visit for all of them."


_SENTENCES: dict[type[Step], Callable[[Step], str]] = {
    script.CandidateDecided: _decided,
    script.EnquirySent: _sent,
    script.EnquiryAnswered: _answered,
    script.FollowedUp: _followed,
    script.FamilyGrouped: _grouped,
}
