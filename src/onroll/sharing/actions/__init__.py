"""Everything done with lists that are shared."""

from onroll.sharing.actions.answering import answer_line, answer_with_file, decide_answer, finish_answering
from onroll.sharing.actions.directory import NewContact, end_contact, keep_contact
from onroll.sharing.actions.emergency import share_at_once, what_is_told
from onroll.sharing.actions.partnering import agree_partner, end_partner
from onroll.sharing.actions.preparing import prepare_packs
from onroll.sharing.actions.releasing import release_pack

__all__ = [
    "NewContact",
    "agree_partner",
    "answer_line",
    "answer_with_file",
    "decide_answer",
    "end_contact",
    "end_partner",
    "finish_answering",
    "keep_contact",
    "prepare_packs",
    "release_pack",
    "share_at_once",
    "what_is_told",
]
