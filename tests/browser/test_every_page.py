"""Every page for every role: everybody can use it, nothing beneath it fails, it is light, and it fits a telephone."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.inspecting import Inspector
from tests.browser.people import Visitor
from tests.browser.service import PASSWORD, Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SURVEY = """
import json
from pathlib import Path
from tests.browser import survey
print(survey.as_json(json.loads(Path("cast.json").read_text())))
"""

# A form as the survey sent it: nothing is filled in, not even what it begins with. It is refused, so a page that is
# opened later finds the county as the survey left it.
WITH_NOTHING = """
for (const it of document.querySelectorAll("main form[method=post] [name]:not([name=csrfmiddlewaretoken])"))
  it.removeAttribute("name");
"""
NOBODY = "nobody"  # as the survey calls them
SUBMIT = "main form[method=post]:is(:not([action]), [action='{path}']) button:is([type=submit], :not([type]))"

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
    "case_advice": "is open while advice is to be asked for only",
    "case_area_lead_told": "is open while a concern waits for the area lead only",
    "account_logout": "is opened by the journeys: it ends the session",
    "account_reset_password_from_key": "needs the key of a letter",
    "account_set_password": "is for people without a password",
    "case_order_breach": "is open at its stage only; each stage is tried by test_steps",
    "case_order_kept": "is open at its stage only",
    "case_order_make": "is open at its stage only",
    "case_order_notice": "is open at its stage only",
    "case_order_revocation": "is open at its stage only",
    "case_order_school": "is open at its stage only",
    "case_order_school_told": "is open at its stage only",
    "case_order_served": "is open at its stage only",
    "subject_decide": "is open with one thing chosen only; test_subject_access opens it",
    "subject_file": "is a file, not a page",
    "disclosure_file": "is a file, not a page",
    "pack_file": "is a file, not a page",
    "comparison_explain": "is open with rows chosen from a list only; the pages of comparing open it",
    "register_assign": "is open with cases chosen on the register only; test_assigning opens it",
    "case_lift": "is not open for any case of the county",
    "case_open_again": "is open for a closed case only, and the few examples need not have one",
    "case_reason_not_to_refer": "is not open for any case of the county",
    "case_tell_police": "is not open for any case of the county",
    "gallery": "has a test of its own, and is for engineers",
    "case_answer_of_school": "is open while a school has not answered only",
    "enquiry": "is opened by its own tests: the county has no enquiry yet",
    "enquiry_answer": "is opened by its own tests",
    "enquiry_answered": "is opened by its own tests",
    "enquiry_check": "is opened by its own tests",
    "enquiry_escalate": "is opened by its own tests",
    "enquiry_school": "is opened by its own tests",
    "enquiry_sent": "is opened by its own tests",
    "enquiry_told": "is opened by its own tests",
    "enquiry_verify": "is opened by its own tests",
    "file_records": "is a part of a file’s page",
    "file_undo": "is open while a file can be undone only",
    "file_columns": "is open for a file with unknown columns only",
    "files_decide": "is open for a record that is held only",
    "file_findings": "is a file, not a page",
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
    "sweep": "is opened by its own tests: the county has no sweep yet",
    "sweep_child": "is opened by its own tests",
    "sweep_shared": "is opened by its own tests",
    "sweep_status": "is opened by its own tests",
    "tell_check": "is opened by the keyboard, in a test of its own",
    "tell_done": "is opened by the keyboard, in a test of its own",
    "tell_page": "is opened by the keyboard, in a test of its own",
}


@pytest.fixture(scope="module")
def surveyed(demonstration: Service) -> dict[str, Any]:
    """What there is to look at in the county."""
    found: dict[str, Any] = demonstration.ask(SURVEY)
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
    wrong: dict[str, list[str]] = defaultdict(list)
    count: Counter[str] = Counter()
    heaviest = 0
    by_role: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in surveyed["chosen"]:
        by_role[each["role"]].append(each)

    for role, pages in by_role.items():
        context = browser.new_context(**browser_context_args)
        inspector = Inspector(signed_in(context, demonstration, role))
        for each in pages:
            said = opened(inspector, demonstration, each)
            count[each["kind"]] += 1
            for words in said:
                wrong[words].append(f"{role} {each['kind']} {each['name']} {each['path']}")
        heaviest = max(heaviest, inspector.heaviest)
        context.close()

    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(count.items()))
    record_property(
        "enumerated", f"{kinds} in a browser; the heaviest {heaviest / 1024:.0f} KB over the wire"
    )
    assert not wrong, "\n".join(f"{words}\n    {len(where)}: {where[:3]}" for words, where in wrong.items())
    assert count["page"] >= 110
    assert count["empty form"] >= 25


def signed_in(context: BrowserContext, service: Service, role: str) -> Any:
    """Return a page of somebody with a role, who has just proved who they are."""
    visitor = Visitor(context.new_page(), service)
    if role != NOBODY:
        visitor.signs_in(service.person(role))
        visitor.opens("/account/confirm/")
        visitor.answers("Password", PASSWORD)
        visitor.page.locator("main form[method=post] button[type=submit]").first.click()
    return visitor.page


def opened(inspector: Inspector, service: Service, page: dict[str, str]) -> list[str]:
    """Open a page, send its form empty if that is what is asked, and return what is wrong with what is shown."""
    url = service.url + page["path"]
    if page["kind"] == "page":
        return inspector.opens(url)
    if page["kind"] == "refusal":
        return inspector.opens(url, expected=int(page["status"]))
    inspector.page.goto(url)
    inspector.page.evaluate(WITH_NOTHING)
    return inspector.presses(SUBMIT.format(path=page["path"]), expected=int(page["status"]))
