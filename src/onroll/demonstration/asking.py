"""The county's requests for all that is held: one that waits to be read, and one that was withdrawn."""

from datetime import datetime, timedelta

from onroll.access.actors import actor_for
from onroll.cases.models import Case
from onroll.demonstration.rows import every
from onroll.demonstration.setting_up import Authority
from onroll.sharing import actions
from onroll.sharing.models import EndedHow
from rulebook.disclosure import Recipient


def ask_for_all(authority: Authority, *, at: datetime) -> None:
    """Let a mother and a solicitor ask, as the data protection officer records it."""
    by = actor_for(authority.users["dpo-1"], at=at, request_id="demonstration")
    for number, case in enumerate(every(Case).filter(closed_on=None).order_by("reference")[:2]):
        kind = Recipient.REPRESENTATIVE if number else Recipient.PARENT
        new = actions.NewRequest(
            asker_kind=kind,
            asker="Cobalt and Wick, solicitors" if number else "The mother of the child",
            asker_address="2 Quay Steps, Merebridge WX1 2AB",
            received_on=by.today - timedelta(days=8),
            words="Everything the council holds about my child",
        )
        request = actions.record_subject_request(case.child, new=new, by=by)
        if number:
            actions.end_subject_request(
                request,
                how=EndedHow.WITHDRAWN,
                because="The solicitors wrote that they do not need it",
                by=by,
            )
        else:
            actions.prove_identity(
                request, how="Passport, and the child’s birth certificate", proved_on=by.today, by=by
            )
