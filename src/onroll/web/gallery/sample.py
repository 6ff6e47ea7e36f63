"""What the gallery's examples talk about: invented children, duties, findings and forms."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.forms import formset_factory

from onroll.web import forms
from onroll.web.wording import LONDON
from rulebook.findings import Finding, Severity

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 2, tzinfo=LONDON)
MACROS = Path(__file__).parents[1] / "templates/components"
NOT_MACROS = {"form_macros.html", "django_form.html", "django_field.html"}


@dataclass(frozen=True)
class Happened:
    """An entry of a timeline, as a query of events would give it."""

    at: datetime
    sentence: str
    by: str
    source: str = ""
    why: str = ""
    detail: str = ""
    href: str = ""
    correction: bool = False
    late: date | None = None


@dataclass(frozen=True)
class Told:
    """A message to the person signed in."""

    words: str
    level_tag: str

    def __str__(self) -> str:
        return self.words


class VisitForm(forms.Form):
    """A form with one field of each kind."""

    child = forms.TextField(
        "Child’s full name", called="the child’s full name", hint="As it is written on the birth certificate."
    )
    visited_on = forms.DateField(
        "When did you visit?",
        called="the date of the visit",
        hint="For example, 27 3 2026.",
        when=forms.When.TODAY_OR_BEFORE,
    )
    seen = forms.YesNoField(
        "Was the child seen?",
        missing="Say whether the child was seen",
        look=forms.Look(reveals={"yes": ("said",)}),
    )
    said = forms.LongTextField("What did the child say?", called="what the child said", max_length=500)
    outcome = forms.ChoiceField(
        "How did the visit end?",
        called="how the visit ended",
        choices=[("in", "They let me in"), ("none", "No answer"), ("refused", "They would not let me in")],
        look=forms.Look(hints={"none": "Nobody came to the door.", "refused": "Somebody was there."}),
    )
    school = forms.SelectField(
        "School the parent named",
        called="the school",
        required=False,
        choices=[
            ("1", "Alder Vale Primary School"),
            ("2", "Brook Lane Academy"),
            ("3", "St Osyth’s CE School"),
        ],
    )
    concerns = forms.ManyChoicesField(
        "What worries you?",
        called="what worries you",
        choices=[("health", "Health"), ("safety", "Safety"), ("none", "None of these")],
        look=forms.Look(exclusive="none"),
    )
    hours = forms.NumberField(
        "Hours of teaching each week", required=False, max_value=40, look=forms.Look(suffix="hours", width=3)
    )
    email = forms.EmailField("Parent’s email address", required=False)
    phone = forms.PhoneField("Parent’s telephone number", required=False)
    letter = forms.FileField("Copy of the letter", accept=".pdf,.docx", required=False)
    password = forms.PasswordField("Your password")
    agreed = forms.ConfirmField(
        "I have told the parent what we will do next", missing="Tick when you have told the parent"
    )


class ParentForm(forms.Form):
    """One of several."""

    name = forms.TextField("Full name", called="the parent’s full name")


class ListFilter(forms.FilterForm):
    """Filters of a list."""

    area = forms.SelectField(
        "Area",
        required=False,
        type_ahead=False,
        blank="Any area",
        choices=[("north", "North"), ("west", "West")],
    )
    late = forms.ManyChoicesField(
        "Show",
        required=False,
        choices=[("late", "Late"), ("today", "Due today")],
        look=forms.Look(small=True),
    )


@cache
def imports() -> str:
    """Return the lines that import every macro that is for more than its own file."""
    lines = []
    for path in sorted(MACROS.glob("*.html")):
        names = re.findall(r"{% macro ([a-z]\w*)", path.read_text(encoding="utf-8"))
        if names and path.name not in NOT_MACROS:
            lines.append(f'{{% from "components/{path.name}" import {", ".join(names)} %}}')
    return "".join(lines)


def at(days_ago: int, hour: int, minute: int) -> datetime:
    """Return a moment before the gallery's own."""
    return NOW.replace(hour=hour, minute=minute) - timedelta(days=days_ago)


EVENTS = [
    Happened(
        at(0, 8, 41),
        "Visit recorded: no answer",
        "Priya Nandakumar, Attendance Improvement Officer",
        detail="Curtains drawn, post on the mat. Neighbour at number 14 has not seen the family since half term.",
    ),
    Happened(
        at(0, 3, 0),
        "Second visit became due",
        "Onroll, nightly run",
        why="two visits without access call for a third within 3 working days (Procedure 3.1.4)",
    ),
    Happened(
        at(4, 15, 20),
        "Address changed to 12 Elm Rise",
        "Dee Marlowe, Children Missing Education Assistant",
        source="Alder Vale Primary School",
        late=TODAY - timedelta(days=20),
    ),
    Happened(
        at(4, 11, 5),
        "Date of birth is 14 March 2018, not 2017",
        "Dee Marlowe, Children Missing Education Assistant",
        correction=True,
        source="birth certificate seen",
    ),
]

DUTIES: list[dict[str, Any]] = [
    {
        "task": "Visit the last known address",
        "standing": "overdue",
        "due_on": date(2026, 11, 19),
        "due_in": "2 working days late",
        "kind_of_days": "10 working days from referral",
        "paragraph": "Procedure 3.1.4",
        "mark": "S",
        "because": "Referred on 5 November 2026 by Alder Vale Primary School.",
        "counted": [
            (date(2026, 11, 5), "referred; this day is not counted"),
            (date(2026, 11, 19), "the tenth working day"),
        ],
        "waiting_on": "North area team",
        "href": "#visit",
    },
    {
        "task": "Ask admissions whether a place was offered",
        "standing": "open",
        "due_on": date(2026, 11, 25),
        "due_in": "in 2 working days",
        "kind_of_days": "5 working days from the visit",
        "paragraph": "Procedure 3.1.5",
        "href": "#ask",
    },
    {
        "task": "Tell the referrer what was found",
        "standing": "unknown",
        "because": "The spring term of 2027 has not been published. Publish it under Schools, Terms.",
        "paragraph": "Procedure 3.1.2",
    },
    {
        "task": "Acknowledge the referral",
        "standing": "met",
        "due_on": date(2026, 11, 10),
        "met_on": date(2026, 11, 6),
        "paragraph": "Procedure 3.1.2",
    },
    {
        "task": "Screen for safeguarding",
        "standing": "met_late",
        "due_on": date(2026, 11, 6),
        "met_on": date(2026, 11, 9),
        "paragraph": "Procedure 2.7.4",
    },
    {
        "task": "Check the register of the last school",
        "standing": "excused",
        "because": "Excused by Ruth Okafor on 12 November 2026: the school closed in 2025.",
        "paragraph": "Procedure 3.1.2",
    },
]

EVIDENCE: list[dict[str, str]] = [
    {
        "field": "Family name",
        "level": "same",
        "arrived": "Kowalczyk",
        "ours": "Kowalczyk",
        "words": "rare surname",
        "strength": "strong for",
    },
    {
        "field": "Given name",
        "level": "close",
        "arrived": "Zosia",
        "ours": "Zofia",
        "words": "Zosia is short for Zofia",
        "strength": "for",
    },
    {
        "field": "Date of birth",
        "level": "same",
        "arrived": "14 March 2018",
        "ours": "14 March 2018",
        "words": "",
        "strength": "strong for",
    },
    {
        "field": "Postcode",
        "level": "different",
        "arrived": "WX4 9ZZ",
        "ours": "WX1 9ZY",
        "words": "3 miles apart",
        "strength": "weak against",
    },
    {
        "field": "UPN",
        "level": "missing",
        "arrived": "",
        "ours": "A999000118001",
        "words": "not given",
        "strength": "says nothing",
    },
]

BLOCKS: list[dict[str, Any]] = [
    {
        "kind": "new",
        "count": 12,
        "words": "They will be added when you approve the file.",
        "rows": ["Row 14: Amira Haddad, born 2 May 2019"],
        "href": "#new",
    },
    {"kind": "here", "count": 1204, "words": "Nothing will change for them."},
    {
        "kind": "changed",
        "count": 31,
        "words": "What we hold stays; what the file says is added beside it.",
        "href": "#changed",
    },
    {"kind": "close", "count": 4, "words": "Nothing is done until somebody has decided.", "href": "#close"},
    {
        "kind": "refused",
        "count": 2,
        "rows": ["Row 88: no date of birth", "Row 203: the UPN’s check letter is wrong"],
    },
]


def sample() -> dict[str, Any]:
    """Return the names that the examples use."""
    return {
        "today": TODAY,
        "born": date(2018, 3, 14),
        "left": date(2026, 9, 12),
        "now": NOW,
        "events": EVENTS,
        "duties": DUTIES,
        "evidence": EVIDENCE,
        "blocks": BLOCKS,
        "findings": [
            Finding(
                "ctf-missing",
                "No transfer file has been sent. Send one, or say why not.",
                Severity.REFUSAL,
                "SI 2024/208 reg 9",
                "Transfer file",
            ),
            Finding(
                "address-old",
                "The address was last confirmed in 2024. Ask the parent.",
                Severity.WARNING,
                "Procedure 3.1.4",
                "Address",
            ),
            Finding("twin", "There is a twin on the same roll.", Severity.NOTE),
        ],
        "form": VisitForm(auto_id="id_%s", prefix="f"),
        "wrong_form": VisitForm(
            {
                "w-visited_on-day": "40",
                "w-visited_on-month": "3",
                "w-visited_on-year": "2026",
                "w-seen": "yes",
                "w-outcome": "none",
                "w-hours": "lots",
            },
            today=TODAY,
            prefix="w",
        ),
        "parents": formset_factory(ParentForm, extra=2)(prefix="parents"),
        "filter_form": ListFilter(prefix="g"),
        "page": Paginator(range(1, 1205), 25).page(4),
        "short_page": Paginator(range(3), 25).page(1),
        "said": [Told("The visit was recorded. A third is due by Thursday 26 November 2026.", "success")],
        "warned": [
            Told("Two records were changed by somebody else while you worked. Look at them again.", "warning")
        ],
    }
