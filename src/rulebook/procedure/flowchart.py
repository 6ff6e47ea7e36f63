"""The flowchart of Appendix 6, whose drawing was lost: its boxes and arrows as data, with the duties of each box.

Only two labels of the drawing survive, the 3 day and the 10 day visit. The rest is rebuilt from the paragraphs that
each box names. A number in braces comes from the parameters in force, so the chart shows an authority's own.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rulebook.parameters import Parameters, load
from rulebook.procedure import rule_of
from rulebook.procedure.outcomes import BY_CODE
from rulebook.procedure.roles import ROLES
from rulebook.school_days.spans import Span


class BoxKind(StrEnum):
    """What a box stands for; each is drawn in a shape of its own."""

    START = "start"
    STEP = "step"
    QUESTION = "question"
    WAIT = "wait"
    END = "end"


class Route(StrEnum):
    """How an arrow runs on the drawing."""

    DOWN = "down"  # straight into the box below
    SIDE = "side"  # straight into a box of the same row
    ELBOW = "elbow"  # down, across above the target's row, and into its top
    DROP = "drop"  # down to the target's row, then across into its side
    RISE = "rise"  # up to the target's row, then across into its side
    UNDER = "under"  # down, across below the own row, and up into the target
    BYPASS = "bypass"  # round the right of the own column, then across into the target's side
    RETURN = "return"  # round the far left, back up to the target's row


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: whose it is, where it is written, the duties it drives and the outcomes it may lead to.

    ``within`` are the parameters that say how long it may take. ``column`` and ``row`` place it on the drawing.
    """

    code: str
    words: str
    kind: BoxKind
    column: int
    row: int
    source: str
    who: str = ""
    duties: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """What leads from one box to another. ``leaves`` and ``lands`` shift its ends, in drawing units."""

    start: str
    end: str
    words: str = ""
    route: Route = Route.DOWN
    leaves: int = 0
    lands: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A flowchart as it stands on a day. ``times`` tell how long each box may take, by its code."""

    title: str
    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    times: dict[str, tuple[str, ...]]

    def box(self, code: str) -> Box:
        """Return the box with this code. Raises KeyError for an unknown one."""
        for box in self.boxes:
            if box.code == code:
                return box
        raise KeyError(f"unknown box {code!r}: expected one of {', '.join(box.code for box in self.boxes)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One box as an entry of a list, for those who do not see the drawing. ``then`` names what follows, by number."""

    number: int
    code: str
    words: str
    who: str
    times: tuple[str, ...]
    source: str
    duties: tuple[str, ...]
    outcomes: tuple[str, ...]
    then: tuple[tuple[str, int, str], ...]


BOXES: tuple[Box, ...] = (
    Box(code="told", words="Somebody tells us of a child", kind=BoxKind.START, column=2, row=0,
        source="Procedure 3.1.2 to 3.1.5, 4; Appendices 2 to 4", duties=("send-cme3", "enter-arrival")),
    Box(code="record", words="Record, acknowledge, answer the safeguarding questions", kind=BoxKind.STEP, column=2,
        row=1, who="CMEA", source="Procedure 1.3, 2.7.4, 3.1.2; Appendix 1",
        within=("acknowledge-referral", "screen-case"),
        duties=("acknowledge-referral", "screen-case", "ask-screening-again", "pass-on-gap", "seek-advice",
                "agency-task", "check-sibling", "answer-enquiry", "chase-enquiry")),
    Box(code="concern", words="Refer to social care or the police", kind=BoxKind.STEP, column=0, row=1, who="CMEA",
        source="Procedure 2.7.4 to 2.7.9", within=("refer-concern",),
        duties=("refer-concern", "tell-police", "refer-exploitation")),
    Box(code="hold", words="Hold: nobody contacts the family until a manager decides how to reach the child",
        kind=BoxKind.WAIT, column=0, row=2, who="AEM", source="Procedure 2.7.10", within=("strategy-decision",),
        duties=("place-hold", "tell-forced-marriage-unit", "strategy-decision-under-hold")),
    Box(code="age", words="Of compulsory school age?", kind=BoxKind.QUESTION, column=2, row=2, who="CMEA",
        source="Education Act 1996 s.8"),
    Box(code="not-of-age", words="Too young: look again on the day it starts. Over the age: the post-16 team",
        kind=BoxKind.END, column=4, row=2, source="Education Act 1996 s.8; decision 32",
        duties=("check-at-school-age",), outcomes=("under-age", "over-age")),
    Box(code="rolls", words="Search the rolls: is the child on one?", kind=BoxKind.QUESTION, column=2, row=3,
        who="CMEA", source="Procedure 3.1.2", within=("check-rolls",), duties=("check-rolls",)),
    Box(code="school", words="Ask the school: does the child attend?", kind=BoxKind.QUESTION, column=3, row=3,
        who="CMEA", source="Procedure 3.1.2", within=("confirm-roll-found",), duties=("confirm-roll-found",)),
    Box(code="attendance", words="Registered and not attending: the attendance route", kind=BoxKind.END, column=4,
        row=3, source="Procedure 1.2.1; decision 2", outcomes=("attendance-route",)),
    Box(code="address", words="Is an address in the area known?", kind=BoxKind.QUESTION, column=2, row=4, who="CMEA",
        source="Procedure 3.1.2"),
    Box(code="search-again", words="On the register; searched for again, without end", kind=BoxKind.WAIT, column=1,
        row=4, who="CMEA", source="Procedure 3.1.2; decision 10", within=("recheck-without-address",),
        duties=("recheck-without-address", "review-untraced"), outcomes=("not-found",)),
    Box(code="cme4", words="CME 4 to the area, where an officer is named", kind=BoxKind.STEP, column=2, row=5,
        who="CMEA", source="Procedure 3.1.2 and 3.1.3; Appendix 5", within=("refer-to-area", "allocate-officer"),
        duties=("refer-to-area", "allocate-officer", "tell-area-lead", "follow-up-issue")),
    Box(code="urgent", words="Do concerns make it urgent?", kind=BoxKind.QUESTION, column=2, row=6, who="ARM",
        source="Procedure 3.1.4; decision 8"),
    Box(code="urgent-visit", words="{first-visit-urgent} day visit, without a letter", kind=BoxKind.STEP, column=3,
        row=6, who="AIO", source="Procedure 3.1.4; Appendix 6", within=("first-visit-urgent",),
        duties=("first-visit",)),
    Box(code="letter", words="Write to the family", kind=BoxKind.STEP, column=1, row=6, who="AIO",
        source="Procedure 3.1.4; decision 6", within=("letter-before-visit",), duties=("letter-before-visit",)),
    Box(code="visit", words="{first-visit-standard} day visit", kind=BoxKind.STEP, column=1, row=7, who="AIO",
        source="Procedure 3.1.4; Appendix 6", within=("first-visit-standard",), duties=("first-visit",)),
    Box(code="found", words="What does the visit find?", kind=BoxKind.QUESTION, column=2, row=8, who="AIO",
        source="Procedure 3.1.4"),
    Box(code="second-visit", words="Call again at another time", kind=BoxKind.STEP, column=1, row=8, who="AIO",
        source="Procedure 3.1.4; decision 9", within=("second-visit",), duties=("second-visit-after-no-answer",)),
    Box(code="not-traced", words="Not traced: stays on the register, and goes on the term's list to partners",
        kind=BoxKind.WAIT, column=0, row=8, who="ARL", source="Procedure 3.1.3; decision 9",
        duties=("send-termly-list", "distribute-termly-list"), outcomes=("not-found", "believed-moved")),
    Box(code="elsewhere", words="Lives elsewhere, and the authority or the school there says so", kind=BoxKind.STEP,
        column=0, row=9, who="CMEA", source="Procedure 3.1.2; decision 11",
        outcomes=("another-authority", "left-country")),
    Box(code="check-education", words="Check what the family said at its source", kind=BoxKind.STEP, column=3, row=8,
        who="CMEA", source="Procedure 3.1.4", within=("verify-education-found",), duties=("verify-education-found",)),
    Box(code="home", words="Is the home education suitable?", kind=BoxKind.QUESTION, column=4, row=8, who="EHE",
        source="Procedure 1.2.2 and 5.4", outcomes=("home-educated",),
        duties=("judge-home-education", "look-again-at-home-education")),
    Box(code="place", words="Offer a school place", kind=BoxKind.STEP, column=2, row=9, who="ADM",
        source="Procedure 3.1.5", within=("offer-place",), outcomes=("place-offered",),
        duties=("offer-place", "answer-application", "advise-before-withdrawal", "follow-up-school-asked",
                "challenge-refusal", "admit-named-pupil", "keep-one-offer", "share-placement")),
    Box(code="no-place", words="Visit again and again until there is a place or an alternative", kind=BoxKind.WAIT,
        column=1, row=9, who="AIO", source="Procedure 3.1.4; decision 28", within=("six-weekly-visit",),
        duties=("six-weekly-visit", "review-without-place")),
    Box(code="alternative", words="Alternative provision", kind=BoxKind.STEP, column=3, row=9, who="ABT",
        source="Procedure 1.4 and 3.1.6", duties=("inform-provider",), outcomes=("alternative-provision",)),
    Box(code="starts", words="Does the child start, and attend?", kind=BoxKind.QUESTION, column=2, row=10, who="AIO",
        source="Procedure 3.1.4 and 3.1.5; decisions 12 and 13", within=("confirm-attendance",),
        duties=("confirm-attendance", "investigate-place-not-taken-up")),
    Box(code="order", words="Enrolled: taken up as an absence. Not enrolled: school attendance order",
        kind=BoxKind.STEP, column=3, row=10, who="AIO",
        source="Procedure 3.1.4; Education Act 1996 s.437 to 444; decision 14",
        duties=("pass-to-attendance", "begin-attendance-order", "serve-attendance-notice", "judge-reply-to-notice",
                "name-school-to-parent", "serve-attendance-order", "tell-named-school", "check-order-obeyed",
                "decide-breach", "answer-revocation-request")),
    Box(code="outcome", words="Confirm and record the outcome", kind=BoxKind.STEP, column=2, row=11, who="CMEA",
        source="Procedure 3.1.2; decision 12", within=("decide-outcome",), duties=("decide-outcome",),
        outcomes=("on-roll", "died", "same-child")),
    Box(code="tell", words="Tell whoever told us; share a leaver with Connexions", kind=BoxKind.STEP, column=2,
        row=12, who="CMEA", source="Procedure 3.1.2 and 4; Appendix 3", within=("tell-referrer",),
        duties=("tell-referrer", "share-leaver")),
    Box(code="closed", words="Closed; looked at once more: is the child still in education?", kind=BoxKind.END,
        column=2, row=13, who="CMEA", source="Procedure 1.12; decision 38", within=("follow-up-return",),
        duties=("follow-up-return",)),
)  # fmt: skip

ARROWS: tuple[Arrow, ...] = (
    Arrow(start="told", end="record"),
    Arrow(start="record", end="concern", words="a yes", route=Route.SIDE),
    Arrow(start="record", end="age"),
    Arrow(start="concern", end="hold", words="forced marriage feared"),
    Arrow(start="hold", end="age", words="the case goes on", route=Route.SIDE),
    Arrow(start="age", end="not-of-age", words="no", route=Route.SIDE),
    Arrow(start="age", end="rolls", words="yes, or not known"),
    Arrow(start="rolls", end="school", words="yes", route=Route.SIDE),
    Arrow(start="rolls", end="address", words="no"),
    Arrow(start="school", end="attendance", words="no", route=Route.SIDE),
    Arrow(start="school", end="outcome", words="yes", route=Route.BYPASS, lands=-12),
    Arrow(start="address", end="search-again", words="no", route=Route.SIDE),
    Arrow(start="address", end="cme4", words="yes"),
    Arrow(start="search-again", end="rolls", words="the weeks are over", route=Route.RISE),
    Arrow(start="cme4", end="urgent"),
    Arrow(start="urgent", end="urgent-visit", words="yes", route=Route.SIDE),
    Arrow(start="urgent", end="letter", words="no", route=Route.SIDE),
    Arrow(start="letter", end="visit"),
    Arrow(start="visit", end="found", route=Route.ELBOW, lands=-50),
    Arrow(start="urgent-visit", end="found", route=Route.ELBOW, lands=50),
    Arrow(start="found", end="second-visit", words="nobody in", route=Route.SIDE, leaves=-14, lands=-14),
    Arrow(start="second-visit", end="found", words="somebody", route=Route.SIDE, leaves=14, lands=14),
    Arrow(start="second-visit", end="not-traced", words="nobody again", route=Route.SIDE),
    Arrow(start="found", end="not-traced", words="not there", route=Route.UNDER, leaves=-70, lands=90),
    Arrow(start="found", end="check-education", words="education", route=Route.SIDE),
    Arrow(start="found", end="place", words="there, no education"),
    Arrow(start="not-traced", end="search-again", words="looked for meanwhile", route=Route.RISE),
    Arrow(start="not-traced", end="elsewhere", words="found elsewhere", leaves=-60),
    Arrow(start="elsewhere", end="outcome", route=Route.DROP),
    Arrow(start="check-education", end="outcome", words="it is so", route=Route.BYPASS, leaves=60, lands=-12),
    Arrow(start="check-education", end="home", words="at home", route=Route.SIDE),
    Arrow(start="check-education", end="place", words="it is not so", route=Route.ELBOW, leaves=-60, lands=60),
    Arrow(start="home", end="place", words="no", route=Route.ELBOW, leaves=-60, lands=60, level=14),
    Arrow(start="home", end="outcome", words="yes", route=Route.DROP, leaves=40, lands=12),
    Arrow(start="place", end="no-place", words="none", route=Route.SIDE, leaves=-14, lands=-14),
    Arrow(start="no-place", end="place", words="looked for", route=Route.SIDE, leaves=14, lands=14),
    Arrow(start="place", end="alternative", words="otherwise", route=Route.SIDE),
    Arrow(start="alternative", end="outcome", words="suitable, full time", route=Route.BYPASS, lands=-12),
    Arrow(start="place", end="starts", words="offered"),
    Arrow(start="starts", end="order", words="no", route=Route.SIDE, leaves=-14, lands=-14),
    Arrow(start="order", end="starts", words="attends", route=Route.SIDE, leaves=14, lands=14),
    Arrow(start="starts", end="outcome", words="yes"),
    Arrow(start="outcome", end="tell"),
    Arrow(start="tell", end="closed"),
    Arrow(start="closed", end="told", words="something new is learnt", route=Route.RETURN),
)  # fmt: skip


def flowchart(*, on: date, parameters: Parameters | None = None) -> Chart:
    """Return the flowchart with the numbers in force on a day, an authority's own where it has them."""
    numbers = parameters or load()
    spans = {key: numbers.value(key, on=on).span for box in BOXES for key in box.within}
    return Chart(
        title="The procedure for children missing education",
        description="From the first notice of a child to the day the child is in education. A list of the same steps "
        "follows the drawing.",
        boxes=tuple(_filled(box, spans) for box in BOXES),
        arrows=ARROWS,
        times={box.code: _times(box, spans) for box in BOXES},
    )


def as_list(chart: Chart) -> tuple[Step, ...]:
    """Return the chart as a numbered list, in reading order: all that the drawing shows, in words."""
    in_order = sorted(chart.boxes, key=lambda box: (box.row, box.column != 2, box.column))
    numbers = {box.code: number for number, box in enumerate(in_order, start=1)}
    return tuple(
        Step(
            number=numbers[box.code],
            code=box.code,
            words=box.words,
            who=ROLES[box.who] if box.who else "",
            times=chart.times[box.code],
            source=box.source,
            duties=tuple(rule_of(code).title for code in box.duties),
            outcomes=tuple(BY_CODE[code].words for code in box.outcomes),
            then=tuple(
                (arrow.words, numbers[arrow.end], chart.box(arrow.end).words)
                for arrow in chart.arrows
                if arrow.start == box.code
            ),
        )
        for box in in_order
    )


def _filled(box: Box, spans: dict[str, Span]) -> Box:
    words = box.words
    for key in box.within:
        words = words.replace(f"{{{key}}}", str(spans[key].count))
    return replace(box, words=words)


def _times(box: Box, spans: dict[str, Span]) -> tuple[str, ...]:
    """How long it may take, each time once: ``within 2 working days``, ``every 6 weeks``, ``at once``."""
    often = "every" if box.duties and rule_of(box.duties[0]).recurring else "within"
    known = (spans[key] for key in box.within)
    return tuple(dict.fromkeys(f"{often} {span}" if span.count else "at once" for span in known))
