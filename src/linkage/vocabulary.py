"""The headings under which lists of children come, read from ``headings.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

from linkage.columns import Field, Vocabulary

# One of each group must be there: without a name, or without anything that tells two of a name apart, nothing is found.
NEEDED_OF_A_CHILD = (("surname", "full_name"), ("birth_date", "upn", "nhs_number"))


@cache
def children() -> Vocabulary:
    """Return the fields of a list of children, each with its words and its headings, the best first."""
    data = tomllib.loads((files("linkage") / "headings.toml").read_text(encoding="utf-8"))
    return {field: Field(entry["words"], tuple(entry["headings"])) for field, entry in data.items()}
