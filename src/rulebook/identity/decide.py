"""Same child, possibly, or different: absolute thresholds, the odds in words, and what would settle it.

It proposes; an officer decides. Nothing here is "the best of a bad lot": a candidate is judged alone.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from rulebook.findings import Finding, Severity
from rulebook.identity.compare import Evidence, IdentityRecord, compare
from rulebook.identity.levels import BIRTH_DATE_AGREES, HOME_AGREES, MISSING, OWN_NAME_IS_SURE, SURNAME_AGREES
from rulebook.identity.weigh import Model, Weighed, shipped_model, total_bits, weigh


class Decision(StrEnum):
    """What the evidence proposes."""

    SAME = "same"  # very likely one child
    POSSIBLE = "possible"  # an officer must look
    DIFFERENT = "different"  # very likely two children


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """One line of the evidence: the field, how it agrees, in words, and what that weighs."""

    field: str
    level: str
    words: str
    weight_bits: float
    strength_words: str


@dataclass(frozen=True, slots=True)
class Match:
    """What is proposed for two records, and why.

    ``total_bits`` is ``prior_bits`` plus the weights of ``evidence``, and ``probability`` is ``total_bits`` written
    otherwise. ``warnings`` can hold a decision back that the number alone would give; each says so.
    """

    decision: Decision
    probability: float
    odds_words: str
    evidence: tuple[FieldEvidence, ...]
    warnings: tuple[Finding, ...]
    would_settle: tuple[str, ...]
    prior_bits: float
    total_bits: float


def assess(
    query: IdentityRecord,
    candidate: IdentityRecord,
    *,
    prior: float | None = None,
    model: Model | None = None,
) -> Match:
    """Return whether two records are one child, with the evidence; the same whichever comes first.

    ``prior`` is the probability that two records drawn at random are one child, about 1 in the number of children
    searched; the model's own when not given. Raises ValueError when it is not between 0 and 1, both excluded.
    """
    return _match(_judge(query, candidate, prior=prior, model=model or shipped_model()))


def assess_if_likely(
    query: IdentityRecord,
    candidate: IdentityRecord,
    *,
    prior: float | None = None,
    model: Model | None = None,
) -> Match | None:
    """Return what ``assess`` does, or None for two different children: sooner, since most candidates are that."""
    judged = _judge(query, candidate, prior=prior, model=model or shipped_model())
    return None if judged.decision is Decision.DIFFERENT else _match(judged)


@dataclass(frozen=True, slots=True)
class _Judged:
    evidence: Evidence
    weighed: tuple[Weighed, ...]
    prior_bits: float
    total_bits: float
    decision: Decision


def _judge(query: IdentityRecord, candidate: IdentityRecord, *, prior: float | None, model: Model) -> _Judged:
    evidence = compare(query, candidate)
    weighed = weigh(evidence, model=model)
    prior_bits = bits_of(model.prior if prior is None else prior)
    total = math.fsum((prior_bits, total_bits(weighed)))
    decision = _decide(probability_of(total), evidence, weighed, model=model)
    return _Judged(evidence, weighed, prior_bits, total, decision)


def _match(judged: _Judged) -> Match:
    return Match(
        decision=judged.decision,
        probability=probability_of(judged.total_bits),
        odds_words=odds_words(judged.total_bits),
        evidence=tuple(
            FieldEvidence(one.field, one.level, one.words, one.bits, strength_words(one))
            for one in judged.weighed
        ),
        warnings=_warnings(judged.evidence, judged.weighed),
        would_settle=(
            _would_settle(judged.evidence, judged.weighed) if judged.decision is Decision.POSSIBLE else ()
        ),
        prior_bits=judged.prior_bits,
        total_bits=judged.total_bits,
    )


def bits_of(probability: float) -> float:
    """Return the odds of a probability as bits.

    >>> bits_of(0.5)
    0.0
    """
    if not 0 < probability < 1:
        raise ValueError(f"impossible probability {probability!r}: expected more than 0 and less than 1")
    return math.log2(probability) - math.log2(1 - probability)


def probability_of(bits: float) -> float:
    """Return the probability for odds given as bits.

    >>> probability_of(0), round(probability_of(5), 3)
    (0.5, 0.97)
    """
    return 1 / (1 + 2.0**-bits) if bits > -1000 else 0.0


def odds_words(bits: float) -> str:
    """Return odds as people say them, with two figures that count.

    >>> odds_words(5), odds_words(-5), odds_words(0), odds_words(40)
    ('32 to 1', '32 to 1 against', 'evens', 'more than a million to 1')
    """
    odds = 2.0 ** min(abs(bits), 60)
    if odds < 1.1:
        return "evens"
    against = " against" if bits < 0 else ""
    if odds > 1_000_000:
        return f"more than a million to 1{against}"
    shown = f"{odds:.1f}" if odds < 9.95 else f"{round(odds, 1 - math.floor(math.log10(odds))):,.0f}"
    return f"{shown.removesuffix('.0')} to 1{against}"


def strength_words(weighed: Weighed) -> str:
    """Return what a weight means: ``strong for``, ``weak against``, ``tells nothing``.

    >>> strength_words(Weighed("sex", "same", "the same", 1.0))
    'weak for'
    """
    if weighed.level == MISSING:
        return "no evidence"
    size = abs(weighed.bits)
    if size < 0.5:
        return "tells nothing"
    strength = "very strong" if size >= 10 else "strong" if size >= 5 else "fair" if size >= 2 else "weak"
    return f"{strength} {'for' if weighed.bits > 0 else 'against'}"


def _decide(
    probability: float, evidence: Evidence, weighed: tuple[Weighed, ...], *, model: Model
) -> Decision:
    if probability >= model.same_from:
        if _household(weighed) or _rests_on_names(evidence):
            return Decision.POSSIBLE
        return Decision.SAME
    if probability >= model.possible_from or _shares_a_number(evidence):
        return Decision.POSSIBLE
    return Decision.DIFFERENT


def _household(weighed: tuple[Weighed, ...]) -> str:
    """Return the pattern of a home that may hold two children, if there is one and no number overrules it."""
    levels = {one.field: one.level for one in weighed}
    pattern = levels.get("household", "")
    numbers_agree = levels["UPN"] in ("same", "former") or levels["NHS number"] == "same"
    return pattern if pattern in ("twin", "sibling", "unnamed") and not numbers_agree else ""


def _shares_a_number(evidence: Evidence) -> bool:
    return evidence.level("UPN") in ("same", "former") or evidence.level("NHS number") == "same"


def _rests_on_names(evidence: Evidence) -> bool:
    """Whether nothing but names makes the two one: no number, no birth date, or one that only nearly agrees far away.

    Names and an address alone are never enough; nor are names and a date with a slip in it, for a child who moved.
    """
    if _shares_a_number(evidence) or evidence.level("birth date") == "same":
        return False
    return evidence.level("birth date") not in BIRTH_DATE_AGREES or not _shares_a_home(evidence)


def _shares_a_home(evidence: Evidence) -> bool:
    return any(evidence.level(field) in levels for field, levels in HOME_AGREES.items())


def _warnings(evidence: Evidence, weighed: tuple[Weighed, ...]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    pattern = _household(weighed)
    if pattern:
        found.append(_HOUSEHOLD_WARNINGS[pattern])
    names_agree = (
        evidence.level("forename") in OWN_NAME_IS_SURE and evidence.level("surname") in SURNAME_AGREES
    )
    date_agrees = evidence.level("birth date") in BIRTH_DATE_AGREES
    if (
        _shares_a_number(evidence)
        and evidence.level("birth date") != MISSING
        and not (names_agree or date_agrees)
    ):
        found.append(_NUMBER_ALONE)
    if names_agree and date_agrees and evidence.level("UPN") == "different":
        found.append(_TWO_UPNS)
    if names_agree and not pattern and _rests_on_names(evidence):
        found.append(_NAME_ALONE)
    return tuple(found)


def _warning(code: str, words: str) -> Finding:
    return Finding(f"identity-{code}", words, Severity.WARNING)


_HOUSEHOLD_WARNINGS = {
    "twin": _warning(
        "twin",
        "These may be twins: the family and the birth date agree, the forename does not. "
        "Ask for the first names of all children of the family born on that day.",
    ),
    "sibling": _warning(
        "sibling",
        "These may be brothers or sisters: the home agrees, but not both forename and birth date. "
        "Do not link them on the address alone.",
    ),
    "unnamed": _warning(
        "unnamed",
        "Neither forename nor birth date can be compared, so any child of this home would agree as well. "
        "Find out the forename or the birth date.",
    ),
}
_NUMBER_ALONE = _warning(
    "number-alone",
    "The number agrees, but the name and the birth date do not. "
    "Check that the number was not given to the wrong child.",
)
_TWO_UPNS = _warning(
    "two-upns",
    "Name and birth date agree, but the UPNs differ. One child may have been given two: ask which school issued each.",
)
_NAME_ALONE = _warning(
    "name-alone",
    "The name agrees, but neither a birth date nor a number makes sure of it. "
    "Find the birth date on a document before you link these records.",
)

# What decides most, first. A field is asked for when it is missing on either record.
_ASKED_FOR = (
    ("UPN", "the UPN on both records"),
    ("birth date", "the date of birth"),
    ("NHS number", "the NHS number"),
    ("forename", "the forename"),
    ("parent", "a parent's first name"),
    ("middle name", "the middle name"),
    ("postcode", "the postcode, or one where the child lived before"),
    ("phone", "a parent's telephone number"),
)


def _would_settle(evidence: Evidence, weighed: tuple[Weighed, ...]) -> tuple[str, ...]:
    """Return the facts that would decide a possible match, the strongest first, three at most."""
    settle = [words for field, words in _ASKED_FOR if evidence.level(field) == MISSING]
    if _household(weighed) == "twin":
        settle.insert(0, "the first names of all children of the family born on that day")
    if evidence.level("birth date") not in (MISSING, "same"):
        settle.insert(0, "the date of birth, seen on a document")
    return tuple(settle[:3])
