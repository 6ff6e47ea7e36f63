"""Every page for every role: everybody can use it, nothing beneath it fails, it is light, and it fits a telephone."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import SURVEY, Seen, look_at
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Pages that the survey opens for nobody, each with its reason.
NOT_OPENED = {
    "administration_document_sample": "is a PDF; its tags are tried with the documents",
    "annual_pdf": "is a PDF; its tags are tried with the report",
    "return_csv": "is a file, not a page",
    "return_sent_file": "is a file, not a page",
    "blank_form": "is a PDF; its tags are tried with the documents",
    "letter_pdf": "is a PDF; its tags are tried with the documents",
    "paper_pdf": "is a PDF; its tags are tried with the documents",
    "referral_pdf": "is a PDF; its tags are tried with the documents",
    "removal_pdf": "is a PDF; its tags are tried with the documents",
    "account_logout": "is opened by the journeys: it ends the session",
    "account_reset_password_from_key": "needs the key of a letter",
    "account_set_password": "is for people without a password",
    "subject_decide": "is open with one thing chosen only; test_subject_access opens it",
    "subject_file": "is a file, not a page",
    "disclosure_file": "is a file, not a page",
    "pack_file": "is a file, not a page",
    "comparison_explain": "is open with rows chosen from a list only; the pages of comparing open it",
    "register_assign": "is open with cases chosen on the register only; test_assigning opens it",
    "gallery": "has a test of its own, and is for engineers",
    "health": "is for a machine",
    "keep_session": "has no page",
    "admissions_check": "is a page of the form as everybody fills it in",
    "admissions_done": "is a page of the form as everybody fills it in",
    "admissions_page": "is open after the first page only; its fields are those of the other forms",
    "cme3_check": "is a page of the form as everybody fills it in",
    "cme3_done": "is a page of the form as everybody fills it in",
    "cme3_page": "is open after the first page only; its fields are those of the other forms",
    "key_in_check": "is open after every page only; it is the check of the form for everybody",
    "key_in_known": "is open after the first page only; the list in it stands beside the notice as well",
    "key_in_page": "is open after its first page only; its fields are those of the form for everybody",
    "mfa_authenticate": "is open between the password and the second step only",
    "mfa_login_webauthn": "has no page",
    "mfa_reauthenticate": "refuses who has no second factor",
    "mfa_reauthenticate_webauthn": "refuses who has no passkey",
    "mfa_view_recovery_codes": "has none to show",
    "mfa_edit_webauthn": "has no passkey to rename",
    "mfa_remove_webauthn": "has no passkey to remove",
    "mfa_deactivate_totp": "has no app to remove",
    "openid_connect_callback": "is there only where single sign-on is set up",
    "openid_connect_login": "is there only where single sign-on is set up",
    "socialaccount_login_error": "is opened as a refusal",
    "tell_check": "is opened by the keyboard, in a test of its own",
    "tell_done": "is opened by the keyboard, in a test of its own",
    "tell_page": "is opened by the keyboard, in a test of its own",
}


@pytest.fixture(scope="module")
def surveyed(demonstration: Service) -> dict[str, Any]:
    """What there is to look at in the county."""
    found: dict[str, Any] = demonstration.ask(SURVEY.format(options=""))
    return found


def test_the_survey_reaches_every_page(
    surveyed: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    reached = {name for _, name in surveyed["answered"]}
    roles = {role for role, _ in surveyed["answered"]}
    record_property(
        "enumerated", f"{len(reached)} pages for {len(roles)} roles: {len(surveyed['answered'])} answered"
    )

    missing = set(surveyed["addresses"]) - reached - set(NOT_OPENED)
    assert not missing, {name: surveyed["refused"].get(name) for name in sorted(missing)}
    needless = reached & set(NOT_OPENED)
    assert not needless, f"the county has an example of these now: {sorted(needless)}"
    assert len(reached) >= 80
    assert len(roles) >= 14
    assert len(surveyed["answered"]) >= 450


def test_every_page_for_every_role(
    surveyed: dict[str, Any],
    demonstration: Service,
    browser: Browser,
    browser_context_args: dict[str, Any],
    database_vendor: str,
    record_property: Callable[[str, object], None],
) -> None:
    if database_vendor != "sqlite":
        pytest.skip("covered on SQLite: the same pages; the survey above asks this database for each of them")
    by_role: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in surveyed["chosen"]:
        by_role[each["role"]].append(each)

    seen = Seen()
    for role, pages in by_role.items():
        look_at(pages, role, demonstration, browser, browser_context_args, seen=seen)

    record_property("enumerated", seen.in_words)
    assert not seen.wrong, seen.what_is_wrong
    assert seen.count["page"] >= 110
    assert seen.count["empty form"] >= 25
