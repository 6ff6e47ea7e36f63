"""What the checklist of reasonable enquiries asks of a case: which lines are guarded, and when the school joins."""

from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Case
from rulebook.grounds import find_ground
from rulebook.procedure.enquiries import AUTHORITY, enquiry_of

# That it was asked, and what came of it, tells of a concern: read only with the right to read of safeguarding.
GUARDED_LINES = frozenset({"social-care", "police", "embassy"})


def asks_jointly(case: Case, *, by: Actor) -> str:
    """Return the ground on which the child's name last left a roll, where it asks for a joint enquiry; else nothing."""
    ground = queries.ground_left_on(case, by=by)
    found = find_ground(ground) if ground else None
    return found[1].code if found and found[1].joint_enquiry else ""


def is_joint(line: str) -> bool:
    """Whether the school takes part in this line, where a ground asks for a joint enquiry."""
    return enquiry_of(line).actor != AUTHORITY
