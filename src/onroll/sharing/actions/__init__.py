"""Everything done with lists that are shared."""

from onroll.sharing.actions.partnering import agree_partner, end_partner
from onroll.sharing.actions.preparing import prepare_packs
from onroll.sharing.actions.releasing import QUESTIONS, release_pack

__all__ = ["QUESTIONS", "agree_partner", "end_partner", "prepare_packs", "release_pack"]
