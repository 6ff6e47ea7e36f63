"""An authority's own numbers are read before anything is served, and refused with the place and the reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from onroll.cases.apps import refuse_wrong_numbers
from onroll.duties.numbers import current_parameters


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    current_parameters.cache_clear()
    yield
    current_parameters.cache_clear()


def test_a_wrong_number_stops_the_start_and_names_the_line(settings: object, tmp_path: Path) -> None:
    own = tmp_path / "local.toml"
    own.write_text("# ours\n[second-visit]\nvalues = [\n  { value = 5 },\n]\n", encoding="utf-8")
    settings.LOCAL_PARAMETERS = str(own)  # type: ignore[attr-defined]

    with pytest.raises(
        ImproperlyConfigured, match=r"local\.toml, line 4: \[second-visit\] has a value without"
    ):
        refuse_wrong_numbers()


def test_a_file_that_is_not_there_stops_the_start(settings: object, tmp_path: Path) -> None:
    settings.LOCAL_PARAMETERS = str(tmp_path / "missing.toml")  # type: ignore[attr-defined]

    with pytest.raises(ImproperlyConfigured, match=r"missing\.toml"):
        refuse_wrong_numbers()
