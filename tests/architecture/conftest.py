"""What the tests of the code itself share: each says how much it looked at, and fails when that is too little."""

from collections.abc import Callable, Iterable

import pytest

Enumerated = Callable[..., None]


@pytest.fixture
def enumerated(record_property: Callable[[str, object], None]) -> Enumerated:
    """Return a function that prints what was looked at, counts it for the summary, and refuses a count too low."""

    def count(what: str, items: Iterable[object], *, at_least: int) -> None:
        found = [str(item) for item in items]
        print(f"{len(found)} {what}:")
        print("\n".join(f"  {item}" for item in found))
        record_property("enumerated", f"{len(found)} {what}")
        assert len(found) >= at_least, (
            f"only {len(found)} {what} were found, where at least {at_least} were expected"
        )

    return count
