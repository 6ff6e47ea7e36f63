"""Pages are packed on the way, for those who can read them so."""

import gzip

from tests.onroll.web.conftest import SignIn


def test_a_page_is_packed_for_a_browser_that_asks_and_is_the_same_page(sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    plain = browser.get("/rules/flowchart/")

    packed = browser.get("/rules/flowchart/", headers={"accept-encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert len(packed.content) < len(plain.content) / 3
    assert b"<h1" in gzip.decompress(packed.content)
