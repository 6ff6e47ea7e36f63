"""Everything done with lists that are shared."""

from onroll.sharing.actions.emergency import share_at_once, what_is_told
from onroll.sharing.actions.partnering import agree_partner, end_partner
from onroll.sharing.actions.preparing import prepare_packs
from onroll.sharing.actions.releasing import QUESTIONS, release_pack

__all__ = [
    "QUESTIONS",
    "agree_partner",
    "end_partner",
    "prepare_packs",
    "release_pack",
    "share_at_once",
    "what_is_told",
]
