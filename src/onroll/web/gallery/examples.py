"""The components in the order of the gallery: what each is for, and a call for each of its states."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Component:
    """A component: its name, when to use it, and its states as (name, call)."""

    name: str
    use: str
    states: tuple[tuple[str, str], ...]


COMPONENTS = (
    Component(
        "Child header",
        "At the head of every page and every step about one child, so that nobody writes on the wrong one.",
        (
            (
                "With alerts",
                '{{ child_header(name="Zofia Kowalczyk", known_as="Zosia", born_on=born, age="8 years", '
                'year_group="Year 4", upn="A999000118001", last_school="Alder Vale Primary School", '
                'last_school_until=left, url="#child", '
                'alerts=["Safe-contact hold", {"text": "Sibling also missing", "tone": "warn"}]) }}',
            ),
            (
                "Little known, and the reader may not see the number",
                '{{ child_header(name="Child, surname not known", about_born="2019") }}',
            ),
        ),
    ),
    Component(
        "Headline",
        "The case in a sentence or two, made from facts and never typed.",
        (
            (
                "Open case",
                '{{ headline(["Not on any roll since 12 September 2026 (47 school days).", "Address from the school, '
                'confirmed by nobody.", "Visit due on Friday.", "Waiting on: North area (4 days)."], as_of=today) }}',
            ),
        ),
    ),
    Component(
        "Duty",
        "One thing that must happen: what, by when, counted how, and the rule that says so.",
        (
            ("Each standing", "{{ duty_list(duties) }}"),
            (
                "In a list of many children",
                '{{ duty("Visit the last known address", "open", due_on=today, due_in="today", '
                'about="Zofia Kowalczyk, born 14 March 2018", about_href="#child", href="#visit", paragraph="Procedure 3.1.4") }}',
            ),
            ("Nothing owed", '{{ duty_list([], empty="No duty is open for this child.", checked_at=now) }}'),
        ),
    ),
    Component(
        "Findings",
        "What the rulebook noticed, worst first: problems in a file, a reason a case may not close.",
        (
            (
                "Each severity",
                '{{ finding_list(findings, title="Before this pupil can be taken off the register") }}',
            ),
            ("None", "{{ finding_list([]) }}"),
        ),
    ),
    Component(
        "Timeline",
        "What happened, newest first. Nothing is ever removed; a correction is an entry.",
        (("Two days", "{{ timeline(events, level=3) }}"), ("Nothing yet", "{{ timeline([]) }}")),
    ),
    Component(
        "Facts",
        "What we know, from whom, since when and how surely. Where sources differ, all are kept.",
        (
            (
                "Agreed, disputed and not known",
                '{{ fact_list([{"name": "First language", "values": [{"value": "Polish", "source": "Parent", "as_of": today, "confidence": "confirmed"}], "href": "#language"}, '
                '{"name": "Address", "values": [{"value": "12 Elm Rise, WX4 9ZZ", "source": "Alder Vale Primary School", "as_of": today}, '
                '{"value": "3 Oak Street, WX1 9ZY", "source": "GP practice", "as_of": today, "confidence": "older than a year"}], "href": "#address"}, '
                '{"name": "NHS number", "values": []}], caption="Who the child is") }}',
            ),
        ),
    ),
    Component(
        "Summary",
        "Answers to check, or the plain facts of one record; with a title it is a card.",
        (
            (
                "Answers to check",
                '{{ summary([{"key": "Name", "value": "Zofia Kowalczyk", "href": "#name"}, {"key": "School", "value": none, "href": "#school"}]) }}',
            ),
            (
                "Card",
                '{{ summary([("Received", now | moment), ("From", "Alder Vale Primary School")], title="What arrived", actions=[("See the file", "#file")], level=3) }}',
            ),
        ),
    ),
    Component(
        "List of children",
        "Few columns; the link is the child; the state is a tag at the end of the row.",
        (
            (
                "Sorted, with numbers",
                '{{ case_list("Children waiting for a visit", ["Child", {"text": "Area", "sort": "#area"}, {"text": "Due", "sort": "#due", "sorted": "ascending"}, {"text": "School days out", "number": true}, "State"], '
                '[{"first": "Zofia Kowalczyk", "href": "#1", "note": "born 14 March 2018", "cells": ["North", "19 November 2026", 47], "tag": ("2 working days late", "bad")}, '
                '{"first": "Amira Haddad", "href": "#2", "note": "born 2 May 2019", "cells": ["West", "25 November 2026", 12], "tag": ("To do", "info")}], id="waiting") }}',
            ),
            (
                "Choosing several",
                '<form method="post" data-no-guard>{{ case_list("Registers to ask for", ["School", "Asked", "State"], [{"first": "Alder Vale Primary School", "value": "1", "cells": ["9 November 2026"], "tag": "Waiting"}, '
                '{"first": "Brook Lane Academy", "value": "2", "cells": ["9 November 2026"], "tag": ("Sent", "good")}], select="school", id="ask") }}</form>',
            ),
            (
                "Empty",
                '{{ case_list("Visits", ["Child"], [], empty="No visit is waiting.", checked_at=now) }}',
            ),
        ),
    ),
    Component(
        "Filters of a list",
        "Beside a list that first appears whole. Applied on submit, kept in the address, so never about one child.",
        (
            (
                "Two filters on",
                '{{ filter_panel(filter_form, chips=[{"text": "North", "remove": "#all-areas"}, {"text": "Late", "remove": "#all"}], clear="#clear") }}',
            ),
        ),
    ),
    Component(
        "Pages of a list",
        "With the total, which is always the length of the list.",
        (
            ("Many", '{{ pagination(page, "#page={page}", "child", "children") }}'),
            ("One", '{{ pagination(short_page, "#page={page}", "child", "children") }}'),
        ),
    ),
    Component(
        "Empty state, figures and definitions",
        "Say what was checked and when. A figure leads to exactly the rows it counts.",
        (
            (
                "Nothing to do",
                '{{ empty_state("No child is known to be in danger and not passed on.", checked_at=now, next=("See every screening", "#screening")) }}',
            ),
            (
                "Figures",
                '{{ stat_line(23, "child due tomorrow", "children due tomorrow", href="#tomorrow") }}{{ stat_line(0, "visit this week", "visits this week", note="as at 9:02am") }}',
            ),
            (
                "Definition",
                '{{ definition("missing education", "Of compulsory school age, on no school’s register, and not receiving suitable education otherwise than at a school.", source="Education Act 1996 s.436A") }}',
            ),
        ),
    ),
    Component(
        "Candidate",
        "A child that may be the one that arrived. Differences are named, and the weight is said in words.",
        (
            (
                "Very likely",
                '{{ candidate("Zofia Kowalczyk", number="1", href="#1", facts=["Girl", "Alder Vale Primary School until 12 September 2026", "1 sibling"], '
                'chance="very likely: 32 to 1", evidence=evidence, settle="the UPN, or the mother’s first name", '
                'warning="a twin brother has the same family name, date of birth and address.", arithmetic=[("Family name", "+6.2"), ("Date of birth", "+5.9"), ("Postcode", "−1.1")], total="32 to 1", level=3) }}',
            ),
            (
                "Restricted",
                '{{ candidate("", restricted="the named officer for restricted records", level=3) }}',
            ),
        ),
    ),
    Component(
        "Navigation",
        "Sections of a record at the side; a few views of one list above it; more actions in a menu.",
        (
            (
                "At the side",
                '{{ side_navigation([{"text": "Overview", "href": "#o", "current": true}, {"text": "What must happen", "href": "#d", "count": 3}, {"text": "Timeline", "href": "#t"}, {"heading": "Facts"}, {"text": "Schools and transfer files", "href": "#s"}, {"text": "Who has looked", "href": "#w"}]) }}',
            ),
            (
                "Above a list",
                '{{ sub_navigation([{"text": "Mine", "href": "#m", "current": true, "count": 12}, {"text": "My team’s", "href": "#t", "count": 40}, {"text": "All", "href": "#a"}]) }}',
            ),
            (
                "More actions",
                '{{ button_menu([{"text": "Print a visit sheet", "href": "#p"}, {"text": "Link to a sibling", "href": "#l"}, {"text": "Propose to close", "href": "#c"}]) }}',
            ),
            (
                "Way back",
                '{{ breadcrumbs([("Children", "#children"), ("Zofia Kowalczyk", none)]) }}{{ back_link("#back") }}',
            ),
        ),
    ),
    Component(
        "Interruption",
        "Stop and think: only for a safe-contact hold, sharing a restricted record, closing without a confirmed destination.",
        (
            (
                "A hold",
                '{% call interruption("Before you write to this family", go=("I understand: show the record", "#go"), back=("Go back", "#back")) %}<p>A safe-contact hold is in force. Do not write, ring or visit: the person who would answer may be the danger.</p><p>Speak to the named officer first: 01632 960 145.</p>{% endcall %}',
            ),
        ),
    ),
    Component(
        "Panel and notices",
        "What was done and what happens next; what to notice; who else changed it.",
        (
            (
                "Done",
                '{{ panel("Referral received", reference="WX-4K7-29Q", next=[("Today", "We check every school’s register."), ("By Tuesday 24 November 2026", "We write to say who is dealing with it."), ("By Monday 7 December 2026", "An officer visits the address.")]) }}',
            ),
            ("Warning", '{{ warning("If a child is in danger now, ring 999.") }}'),
            ("Changed meanwhile", '{{ changed_meanwhile("Ruth Okafor", now) }}'),
            (
                "Insets",
                '{{ inset("Lists are discarded 30 days after they were compared.") }}{{ inset("This record follows the procedure of 2010.", tone="warn") }}{% call inset(tone="bad") %}<p>The file was stopped.</p>{% endcall %}',
            ),
            ("Banner after saving", "{{ message_banner(said) }}"),
        ),
    ),
    Component(
        "Task list",
        "Things to do in any order, in five states. The first that is not done can be reached by a skip link.",
        (
            (
                "Five states",
                '{{ task_list([{"title": "Who is telling us", "state": "done", "href": "#1"}, {"title": "The child", "state": "in_progress", "href": "#2"}, {"title": "Parents and carers", "state": "needs_information", "note": "ask for the mother’s first name", "href": "#3"}, '
                '{"title": "Is anyone at risk now?", "hint": "Answer this even if you know little else.", "state": "not_started", "href": "#4"}, {"title": "Check your answers", "state": "cannot_start"}]) }}',
            ),
        ),
    ),
    Component(
        "Result of a file",
        "Every consequence before anything changes; the counts add up to the file.",
        (
            ("To review", '{{ upload_result("autumn-census.csv", 1253, blocks) }}'),
            (
                "Stopped",
                '{{ upload_result("births.csv", 3, [{"kind": "refused", "count": 3}], stopped="Fewer than half of its rows could be matched to a school.") }}',
            ),
        ),
    ),
    Component(
        "Message",
        "Exactly what its recipient will get, and the power that allows it.",
        (
            (
                "Email",
                '{{ message_preview(to="Alder Vale Primary School", sender="children-missing-education@wexmoor.example", subject="A pupil you reported on 5 November", body="Dear colleague,\n\nWe have visited the address you gave. Nobody answered. We will visit again by 26 November 2026.\n\nDee Marlowe", power="Education Act 1996 s.436A", attachments=["chronology.pdf"], state="Not sent yet") }}',
            ),
        ),
    ),
    Component(
        "Progress",
        "Work that takes a while. The page renews itself without script.",
        (
            (
                "Running",
                '{{ progress("Comparing 500,000 rows with every register", "running", done=182000, total=500000, unit="row", started_at=now, id="p1") }}',
            ),
            ("Waiting", '{{ progress("Waiting for the file before it", "waiting", id="p2") }}'),
            ("Done", '{{ progress("Finished: 500,000 rows compared", "done", started_at=now, id="p3") }}'),
        ),
    ),
    Component(
        "Tags",
        "A word of state; the colour only repeats it.",
        (
            (
                "Tones",
                '{{ tag("Waiting") }} {{ tag("To do", "info") }} {{ tag("Done", "good") }} {{ tag("Sources differ", "warn") }} {{ tag("2 days late", "bad") }} {{ tag("Urgent", "strong") }}',
            ),
            ("Certainty of a source", '{{ certainty("S") }} {{ certainty("B") }} {{ certainty("I") }}'),
        ),
    ),
    Component(
        "Form",
        "One field of each kind. Messages say what to do, and the error summary leads to the box.",
        (
            (
                "Fields",
                '<form method="post" novalidate data-no-guard>{{ fields(form) }}{{ submit("Save the visit", secondary="Save and come back", cancel="#cancel") }}</form>',
            ),
            (
                "With mistakes",
                '{{ error_summary(wrong_form) }}<form method="post" novalidate data-no-guard>{{ fields(wrong_form, ["visited_on", "seen", "hours", "outcome"]) }}</form>',
            ),
            (
                "Fields that belong together",
                '{% call fieldset("Where does the child live?", hint="The address where the child sleeps most nights.") %}{{ field(form.email) }}{% endcall %}',
            ),
        ),
    ),
)
