"""The step of a moment, known to be of its kind."""

from typing import TypeVar

from onroll.demonstration.county.script import Step
from onroll.demonstration.replay import Moment

Kind = TypeVar("Kind", bound=Step)


def step_of(moment: Moment, kind: type[Kind]) -> Kind:
    """Return the step of a moment. Raises TypeError when it is of another kind."""
    if not isinstance(moment.step, kind):
        raise TypeError(f"expected a step of kind {kind.__name__}, got {moment.step!r}")
    return moment.step
