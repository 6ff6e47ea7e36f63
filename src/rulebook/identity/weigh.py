"""What the evidence weighs: bits for each level, more for rare names, less where fields tell the same thing twice.

A bit doubles the odds that two records are one child; a negative bit halves them. The weights stand in ``model.json``,
which says where they come from.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from rulebook.identity.compare import Evidence, FieldLevel
from rulebook.identity.levels import (
    BIRTH_DATE_DISAGREES,
    BIRTH_DATE_IS_SAME,
    INTERACTIONS,
    MISSING,
    OWN_NAME_AGREES,
    OWN_NAME_IS_SURE,
    SURNAME_AGREES,
)

# Fields that brothers and sisters share: they tell the home, not the child.
HOME = ("postcode", "phone", "parent")


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much the rarity of a name tells: the bits of each level are those of the name's share plus an offset.

    ``typical_share`` stands for a name that has no share of its own; ``most`` and ``least`` bound the bits. Where
    ``of_all``, the names are several that agree, each for itself, and not forms of one.
    """

    levels: Mapping[str, float]
    shares: Mapping[str, float]
    typical_share: float
    most: float
    least: float
    of_all: bool = False

    def bits(self, level: str, names: Iterable[str]) -> float:
        """Return the bits for agreeing at ``level`` on ``names``: on the commonest of them, or on each."""
        shares = [self.shares.get(name, self.typical_share) for name in names] or [self.typical_share]
        share = math.prod(shares) if self.of_all else max(shares)
        return min(self.most, max(self.least, -math.log2(share) + self.levels[level]))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in bits, with where they come from: ``trained_on`` says so in words.

    The last are for whole lists. ``slope`` and ``offset`` bring the odds, in bits, that a child is on a roll to what
    they turned out to be; ``missed_of_weak`` is how many children there are whose record nothing led to, for each weak
    link.
    """

    name: str
    trained_on: str
    prior: float
    same_from: float
    possible_from: float
    weights: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, Rarity]
    interactions: Mapping[str, Mapping[str, float]]
    slope: float = 1.0
    offset: float = 0.0
    missed_of_weak: float = 0.0
    trained_at: str | None = None
    accuracy: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A level with its weight in bits."""

    field: str
    level: str
    words: str
    bits: float


def read_model(path: Path | None = None) -> Model:
    """Return the model in a file; the one shipped with the rulebook when no path is given."""
    return _model(path.read_text(encoding="utf-8")) if path else shipped_model()


@cache
def shipped_model() -> Model:
    """Return the model that ships with the rulebook."""
    return _model((files("rulebook.identity") / "model.json").read_text(encoding="utf-8"))


def _model(text: str) -> Model:
    data: dict[str, Any] = json.loads(text)
    return Model(
        name=data["name"],
        trained_on=data["trained_on"],
        prior=data["prior"],
        same_from=data["thresholds"]["same"],
        possible_from=data["thresholds"]["possible"],
        weights=data["weights"],
        rarity={field: Rarity(**parts) for field, parts in data["rarity"].items()},
        interactions=data["interactions"],
        **data.get("lists", {}),
        trained_at=data["trained_at"],
        accuracy=data["accuracy"],
    )


def as_json(model: Model) -> dict[str, Any]:
    """Return a model as ``read_model`` reads it."""
    return {
        "name": model.name,
        "trained_on": model.trained_on,
        "trained_at": model.trained_at,
        "accuracy": model.accuracy,
        "prior": model.prior,
        "thresholds": {"same": model.same_from, "possible": model.possible_from},
        "lists": {"slope": model.slope, "offset": model.offset, "missed_of_weak": model.missed_of_weak},
        "weights": model.weights,
        "rarity": {field: asdict(parts) for field, parts in model.rarity.items()},
        "interactions": model.interactions,
    }


def weigh(evidence: Evidence, *, model: Model | None = None) -> tuple[Weighed, ...]:
    """Return every level of ``evidence`` with its bits, then the interactions that apply; the sum is the whole weight.

    A missing field weighs nothing. Adding a field that agrees never lowers the sum.
    """
    model = model or shipped_model()
    fields = tuple(
        Weighed(found.field, found.level, found.words, bits_of_level(found, model))
        for found in evidence.fields
    )
    return (*fields, *_household(evidence, {found.field: found.bits for found in fields}, model))


def total_bits(weighed: Iterable[Weighed]) -> float:
    """Return the sum of the weights, in bits."""
    return math.fsum(one.bits for one in weighed)


def bits_of_level(found: FieldLevel, model: Model) -> float:
    """Return what one field weighs, in bits: nothing where it is missing, by rarity where that tells."""
    if found.level == MISSING:
        return 0.0
    rarity = model.rarity.get(found.field)
    if rarity and found.level in rarity.levels:
        return rarity.bits(found.level, found.names)
    return model.weights[found.field][found.level]


def _household(evidence: Evidence, bits: Mapping[str, float], model: Model) -> tuple[Weighed, ...]:
    """Return what must be taken back because one home was told more than once, or tells of more than one child."""
    home = [bits[field] for field in HOME if bits[field] > 0]
    level = _pattern(evidence)
    taken = 0.0
    if level == "twin":
        # Surname, home and date agree for twins however rare they are, so together they may tell only so much.
        shared = max(bits["surname"], 0.0) + bits["birth date"] + sum(home)
        taken = max(shared - model.interactions["twin"]["most"], 0.0)
    elif level:
        taken = sum(home) * (1 - model.interactions["sibling"]["kept"])
    elif len(home) > 1:
        level, taken = "overlap", (sum(home) - max(home)) * (1 - model.interactions["overlap"]["kept"])
    # Without a home in common there is nothing to take back; twins are spoken of all the same.
    if not taken and level != "twin":
        return ()
    return (Weighed("household", level, INTERACTIONS["household"][level], -taken),)


def _pattern(evidence: Evidence) -> str:
    """Return ``twin``, ``sibling`` or ``unnamed`` when the fields agree as those do; else an empty string."""
    forename, surname, birth = (evidence.level(field) for field in ("forename", "surname", "birth date"))
    if forename == MISSING:
        return {MISSING: "unnamed"}.get(birth, "sibling" if birth in BIRTH_DATE_DISAGREES else "")
    if forename not in (*OWN_NAME_AGREES, "initial_given", "swapped"):
        is_family = surname in SURNAME_AGREES or evidence.level("parent") in ("same", "forename")
        return "twin" if is_family and birth in BIRTH_DATE_IS_SAME else "sibling"
    # A forename that is only alike, beside another date, is a brother's or a sister's.
    is_sure = forename in (*OWN_NAME_IS_SURE, "token", "middle", "swapped")
    return "sibling" if birth in BIRTH_DATE_DISAGREES and not is_sure else ""
