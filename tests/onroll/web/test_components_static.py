"""The committed stylesheet, script and fonts: ours in look, light, and needing nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

import onroll.web

STATIC = Path(onroll.web.__file__).parent / "static"
CSS = (STATIC / "onroll.css").read_text(encoding="utf-8")
JS = (STATIC / "onroll.js").read_text(encoding="utf-8")
FIRST_LOAD_LIMIT = 150 * 1024


@pytest.mark.parametrize("sign", ["GDS Transport", "crown", "govuk-logo", "gov.uk/", "transport"])
def test_nothing_of_the_state_brand_is_left(sign: str) -> None:
    assert sign.lower() not in CSS.lower()


def test_the_stylesheet_asks_only_for_files_that_are_there() -> None:
    asked = set(re.findall(r"url\(\"?([^\")]+)\"?\)", CSS))
    outside = {path for path in asked if not path.startswith("data:")}

    assert outside == {"fonts/public-sans-latin.woff2", "fonts/public-sans-latin-ext.woff2"}
    assert all((STATIC / path).is_file() for path in outside)


def test_the_script_runs_no_text_as_code() -> None:
    assert not re.search(r"\beval\(|\bFunction\(", JS)


def test_the_first_page_is_light() -> None:
    text = sum(len(gzip.compress(part.encode(), mtime=0)) for part in (CSS, JS))
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))

    assert text + fonts < FIRST_LOAD_LIMIT


def test_every_borrowed_work_has_its_licence() -> None:
    licences = (STATIC / "licences.txt").read_text(encoding="utf-8")

    assert all(
        name in licences for name in ("GOV.UK Frontend", "MOJ Frontend", "Accessible autocomplete", "Preact")
    )
    assert "Open Font License" in (STATIC / "fonts/LICENCE.txt").read_text(encoding="utf-8")
