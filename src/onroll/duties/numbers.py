"""The numbers in force here, for every room that asks the rulebook."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from rulebook import parameters


@lru_cache(maxsize=1)
def current_parameters() -> parameters.Parameters:
    """Return the numbers in force here: the law's, the procedure's, and the authority's own over them."""
    own = settings.LOCAL_PARAMETERS
    return parameters.load(Path(own) if own else None)
