"""Are two records one child? Normalise, compare, weigh, decide: one code for a form, a file and a whole list."""

from rulebook.identity.compare import IdentityRecord, PersonName
from rulebook.identity.decide import Decision, FieldEvidence, Match, assess
from rulebook.identity.keys import keys_of, query_keys

__all__ = [
    "Decision",
    "FieldEvidence",
    "IdentityRecord",
    "Match",
    "PersonName",
    "assess",
    "keys_of",
    "query_keys",
]
