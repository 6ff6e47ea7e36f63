"""Saying what an action refuses, and that it wrote nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rulebook.findings import Refused
from tests.factories.state import nothing_written


@contextmanager
def refused(*words: str, code: str = "", where: str | None = None) -> Iterator[None]:
    """Fail unless the block is refused in these words, under this code and beside this field, and writes nothing."""
    with nothing_written(), pytest.raises(Refused) as caught:
        yield
    findings = caught.value.findings
    said = " ".join(finding.words for finding in findings)
    for each in words:
        assert each in said, said
    if code:
        assert code in {finding.code for finding in findings}
    if where is not None:
        assert where in {finding.where for finding in findings}
