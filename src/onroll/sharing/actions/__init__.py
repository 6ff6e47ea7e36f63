"""Everything done with lists that are shared, and with requests for all that is held."""

from onroll.sharing.actions.answering import answer_line, answer_with_file, decide_answer, finish_answering
from onroll.sharing.actions.chasing import chase_pack
from onroll.sharing.actions.directory import NewContact, end_contact, keep_contact
from onroll.sharing.actions.emergency import share_at_once, what_is_told
from onroll.sharing.actions.partnering import agree_partner, end_partner
from onroll.sharing.actions.preparing import prepare_packs
from onroll.sharing.actions.releasing import release_pack
from onroll.sharing.actions.subject_access import (
    Decided,
    NewRequest,
    decide_item,
    duty_of,
    end_subject_request,
    extend_subject_request,
    prove_identity,
    read_sections,
    record_subject_request,
    release_subject_bundle,
    sign_bundle,
)

__all__ = [
    "Decided",
    "NewContact",
    "NewRequest",
    "agree_partner",
    "answer_line",
    "answer_with_file",
    "chase_pack",
    "decide_answer",
    "decide_item",
    "duty_of",
    "end_contact",
    "end_partner",
    "end_subject_request",
    "extend_subject_request",
    "finish_answering",
    "keep_contact",
    "prepare_packs",
    "prove_identity",
    "read_sections",
    "record_subject_request",
    "release_pack",
    "release_subject_bundle",
    "share_at_once",
    "sign_bundle",
    "what_is_told",
]
