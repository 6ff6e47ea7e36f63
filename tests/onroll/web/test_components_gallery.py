"""The gallery shows every component, works without script, and axe finds nothing wrong with it."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.test import Client

import onroll.web
from onroll.web.gallery.examples import components
from onroll.web.gallery.sample import MACROS, NOT_MACROS
from onroll.web.gallery.views import drawn

WEB = Path(onroll.web.__file__).parent
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def macros() -> dict[str, str]:
    """Return every macro that screens may use, with the file it is in."""
    found = {}
    for path in sorted(MACROS.glob("*.html")):
        if path.name not in NOT_MACROS:
            found |= dict.fromkeys(
                re.findall(r"{% macro ([a-z]\w*)", path.read_text(encoding="utf-8")), path.name
            )
    return found


@pytest.fixture(scope="module")
def calls() -> str:
    return "\n".join(call for component in components() for _, call in component.states)


@pytest.mark.parametrize("component", components(), ids=lambda component: component.name)
def test_a_component_draws_each_of_its_states(component: Any) -> None:
    states = drawn(component)["states"]

    assert states
    assert all(str(state["html"]).strip() for state in states)


@pytest.mark.parametrize("macro", sorted(set(macros()) - {"logo_mark", "arrow", "duty", "refresh"}))
def test_a_macro_is_in_the_gallery(macro: str, calls: str) -> None:
    assert re.search(rf"\b{macro}\(", calls)


@pytest.mark.parametrize("macro", sorted(set(macros()) - {"logo_mark", "arrow", "message_banner"}))
def test_a_macro_is_in_the_guide(macro: str) -> None:
    assert f"{macro}(" in (MACROS / "README.md").read_text(encoding="utf-8")


def test_no_component_has_script_or_style_of_its_own() -> None:
    html = "".join(str(state["html"]) for component in components() for state in drawn(component)["states"])

    assert not INLINE.search(html)


def test_what_a_template_misspells_stops_the_page() -> None:
    env = engines["jinja"].env

    for source in ("{{ chidl }}", "{% if chidl %}{% endif %}", "{{ actor.nmae }}"):
        with pytest.raises(Exception, match=r"undefined|no attribute"):
            env.from_string(source).render(actor=object())


def test_an_option_that_is_left_out_is_empty() -> None:
    assert engines["jinja"].env.from_string("[{{ row.href }}{{ row.a.b }}]").render(row={}) == "[]"


@pytest.mark.parametrize(("second", "said"), [("71 Victoria Drive", False), ("14 Oak Street", True)])
def test_only_sources_that_differ_are_said_to_differ(second: str, said: bool) -> None:
    facts = [{"name": "Address", "values": [{"value": "71 Victoria Drive"}, {"value": second}]}]
    source = '{% from "components/facts.html" import fact_list %}{{ fact_list(facts) }}'

    html = engines["jinja"].env.from_string(source).render(facts=facts)

    assert ("Sources differ" in html) is said
    assert html.count("fact__words") == 2


@pytest.mark.django_db
def test_the_gallery_is_a_page_without_script_in_it(client: Client) -> None:
    response = client.get("/components/")
    html = response.content.decode()

    assert response.status_code == 200
    assert not INLINE.search(html)
    assert all(component.name in html for component in components())


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    live_server: Any, new_context: Any, width: int
) -> None:
    complaints: list[str] = []
    page = new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/components/")
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


@pytest.mark.django_db(transaction=True)
def test_the_content_policy_stops_nothing_of_ours(live_server: Any, page: Any) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{live_server.url}/components/")
    page.get_by_role("button", name="More actions").click()

    assert page.get_by_role("link", name="Propose to close").is_visible()
    assert said == []


@pytest.mark.django_db(transaction=True)
def test_every_action_can_be_reached_without_script(live_server: Any, new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()

    page.goto(f"{live_server.url}/components/")

    assert page.get_by_role("link", name="Propose to close").is_visible()
    assert page.get_by_label("What did the child say?").first.is_visible()


@pytest.mark.django_db(transaction=True)
def test_a_printed_page_has_no_chrome(live_server: Any, page: Any) -> None:
    page.goto(f"{live_server.url}/components/")
    page.emulate_media(media="print")

    assert not page.locator(".masthead").is_visible()
    assert not page.locator(".base-line").is_visible()
    assert page.locator(".child-header").first.is_visible()
