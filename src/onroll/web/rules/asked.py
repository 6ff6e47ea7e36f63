"""What the rulebook asks for each requirement: its questions by what they ask, with the page that shows them.

A question is no duty and has no clock: its answer decides whether a child counts, or whether a name may go.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rulebook.grounds.table import asks, regime_on
from rulebook.procedure.circumstances import CIRCUMSTANCES
from rulebook.procedure.screening import QUESTIONS

# The three tests of 1.2, as ``rulebook.procedure.classes`` puts them, and where each answer sends the child.
TESTS = (
    "Is the child of compulsory school age?",
    "Is the child on a school roll?",
    "Does the child receive suitable education otherwise?",
)
JOINT = frozenset({"school-has-enquired", "authority-has-enquired", "enquired-jointly", "outcome-agreed"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of one requirement: what they are called together, each in words, and the page where they stand."""

    about: str
    words: tuple[str, ...]
    address: str = ""


@lru_cache(maxsize=4)
def questions(*, on: date) -> Mapping[str, tuple[Asked, ...]]:
    """Return the questions that each requirement asks on a day, by the id of the requirement."""
    grounds = regime_on(on).grounds_on(on)
    codes = list(dict.fromkeys(each.code for ground in grounds for each in ground.conditions))
    in_words = {code: asks()[code].asks for code in codes}
    every = Asked(f"Conditions of the {len(grounds)} grounds", tuple(in_words.values()), "rules_grounds")
    joint = Asked(
        "Both enquiries", tuple(words for code, words in in_words.items() if code in JOINT), "rules_grounds"
    )
    consent = Asked("Consent", (in_words["authority-consents"],), "rules_grounds")
    tests = Asked("The three tests", TESTS)
    screening = Asked("Safeguarding questions", tuple(each.words for each in QUESTIONS))
    circumstances = Asked("Circumstances", tuple(each.words for each in CIRCUMSTANCES))
    return {
        "GROUND-1": (every,),
        "GROUND-2": (joint,),
        "GROUND-3": (consent,),
        "GROUND-4": (every,),
        **{f"SCOPE-{number}": (tests,) for number in range(1, 5)},
        **{f"SCREEN-{number}": (screening,) for number in range(1, 4)},
        "CIRCUMSTANCE-1": (circumstances,),
        "CIRCUMSTANCE-2": (circumstances,),
    }
