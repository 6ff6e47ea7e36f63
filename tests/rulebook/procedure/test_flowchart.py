"""The flowchart shows the whole procedure of a case, from the data that drives it, in a drawing and as a list."""

from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from rulebook.parameters import load
from rulebook.procedure import CASE_DUTIES, DUTIES
from rulebook.procedure.drawing import draw
from rulebook.procedure.flowchart import ARROWS, BOXES, BoxKind, Chart, as_list, flowchart
from rulebook.procedure.outcomes import BY_CODE, OUTCOMES
from rulebook.procedure.roles import ROLES
from rulebook.procedure.upright import draw_upright

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 24)
OWN = """
[first-visit-standard]
values = [{ from = 2026-01-01, value = 7, unit = "working days", source = "Fenshire scheme 4", mark = "I" }]
"""


@pytest.fixture(name="chart")
def the_chart() -> Chart:
    return flowchart(on=TODAY)


def _texts(svg: str) -> list[str]:
    return ["".join(part.itertext()) for part in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.requirement("FLOW-1")
def test_every_duty_of_a_case_and_every_outcome_stands_in_a_box() -> None:
    duties = {code for box in BOXES for code in box.duties}
    outcomes = {code for box in BOXES for code in box.outcomes}

    assert {rule.code for rule in CASE_DUTIES} <= duties <= {rule.code for rule in DUTIES}
    assert outcomes == {outcome.code for outcome in OUTCOMES} == set(BY_CODE)


@pytest.mark.requirement("FLOW-1")
def test_the_two_labels_that_survived_are_there(chart: Chart) -> None:
    assert chart.box("urgent-visit").words == "3 day visit, without a letter"
    assert chart.box("visit").words == "10 day visit"
    assert chart.times["urgent-visit"] == ("within 3 working days",)
    assert chart.times["visit"] == ("within 10 working days",)


def test_the_times_are_those_of_the_parameters(chart: Chart) -> None:
    assert chart.times["no-place"] == ("every 6 weeks",)
    assert chart.times["search-again"] == ("every 12 weeks",)
    assert chart.times["concern"] == ("at once",)
    assert chart.times["record"] == ("within 2 working days",)
    assert chart.times["urgent"] == ()


def test_an_authority_sees_its_own_numbers(tmp_path: Path) -> None:
    local = tmp_path / "local.toml"
    local.write_text(OWN)

    chart = flowchart(on=TODAY, parameters=load(local))

    assert chart.box("visit").words == "7 day visit"


def test_the_data_hang_together() -> None:
    codes = [box.code for box in BOXES]
    assert len(set(codes)) == len(codes)
    assert len({(box.column, box.row) for box in BOXES}) == len(BOXES)
    for box in BOXES:
        assert box.source
        assert not box.who or box.who in ROLES
    for arrow in ARROWS:
        assert {arrow.start, arrow.end} <= set(codes)
    with pytest.raises(KeyError, match="unknown box 'nowhere'"):
        flowchart(on=TODAY).box("nowhere")


def test_every_box_can_be_reached_and_leads_on_unless_it_is_an_end() -> None:
    reached, waiting = set(), ["told"]
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += [arrow.end for arrow in ARROWS if arrow.start == code]

    assert reached == {box.code for box in BOXES}
    leading = {arrow.start for arrow in ARROWS}
    assert {box.code for box in BOXES if box.code not in leading} == {"not-of-age", "attendance"}


def test_a_question_has_more_than_one_answer_and_each_is_in_words() -> None:
    for box in BOXES:
        answers = [arrow.words for arrow in ARROWS if arrow.start == box.code]
        if box.kind is BoxKind.QUESTION:
            assert len(answers) == len(set(answers)) >= 2, box.code
            assert all(answers), box.code


@pytest.mark.requirement("FLOW-1")
@pytest.mark.requirement("TRACK-1")
def test_no_way_leads_from_not_traced_to_the_end_but_being_found() -> None:
    words = {arrow.words: arrow.end for arrow in ARROWS if arrow.start == "not-traced"}

    assert words == {"looked for meanwhile": "search-again", "found elsewhere": "elsewhere"}


# --- the list --------------------------------------------------------------------------------------------------


def test_the_list_says_all_that_the_drawing_says(chart: Chart) -> None:
    steps = as_list(chart)

    assert [step.number for step in steps] == list(range(1, len(BOXES) + 1))
    assert steps[0].words == "Somebody tells us of a child"
    assert {step.code for step in steps} == {box.code for box in BOXES}
    assert sum(len(step.then) for step in steps) == len(ARROWS)
    found = next(step for step in steps if step.code == "found")
    assert {(words, target) for words, _, target in found.then} >= {
        ("nobody in", "Call again at another time"),
        ("there, no education", "Offer a school place"),
    }
    visit = next(step for step in steps if step.code == "visit")
    assert (visit.who, visit.times, visit.duties) == (
        "Attendance Improvement Officer",
        ("within 10 working days",),
        ("Visit the family at home",),
    )


# --- the drawing -----------------------------------------------------------------------------------------------


def test_the_drawing_has_a_name_and_every_box_and_arrow(chart: Chart) -> None:
    svg = draw(chart)
    root = ET.fromstring(svg)

    named = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert [
        part.get("id") for part in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if part is not None
    ] == named
    assert len(root.findall(f"{SVG}g")) == len(BOXES)
    assert len(root.findall(f"{SVG}polyline")) == len(ARROWS)
    written = " ".join(_texts(svg))
    for box in chart.boxes:
        assert box.words in written
        assert not chart.times[box.code] or ", ".join(chart.times[box.code]) in _texts(svg)
    for arrow in ARROWS:
        assert arrow.words in written


def test_the_drawing_needs_no_style_and_no_script(chart: Chart) -> None:
    svg = draw(chart)

    assert "style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg


def test_boxes_stand_apart_and_inside_the_drawing(chart: Chart) -> None:
    root = ET.fromstring(draw(chart))
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    frames = [_frame(group) for group in root.findall(f"{SVG}g")]

    for left, top, right, bottom in frames:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for one, other in combinations(frames, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_the_lines_run_inside_the_drawing_and_every_arrow_ends_at_its_box(chart: Chart) -> None:
    root = ET.fromstring(draw(chart))
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    frames = dict(
        zip(
            (box.code for box in chart.boxes), (_frame(each) for each in root.findall(f"{SVG}g")), strict=True
        )
    )

    for arrow, line in zip(ARROWS, root.findall(f"{SVG}polyline"), strict=True):
        points = [tuple(float(part) for part in point.split(",")) for point in line.get("points", "").split()]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
        for (x, y), code in ((points[0], arrow.start), (points[-1], arrow.end)):
            left, top, right, bottom = frames[code]
            assert left <= x <= right, (arrow.start, arrow.end)
            assert top <= y <= bottom, (arrow.start, arrow.end)
        # Every stretch is upright or level.
        assert all(x == then_x or y == then_y for (x, y), (then_x, then_y) in pairwise(points))


def test_a_box_can_lead_somewhere(chart: Chart) -> None:
    svg = draw(chart, link=lambda box: f"/rules/{box.duties[0]}/?a=1&b=2" if box.code == "visit" else "")

    # An image hides what it holds from whoever does not see it; links have to be reached.
    assert 'role="img"' in draw(chart)
    assert 'role="group"' in svg

    links = ET.fromstring(svg).findall(f"{SVG}a")
    assert [link.get("href") for link in links] == ["/rules/first-visit/?a=1&b=2"]
    assert "10 day visit" in "".join(links[0].itertext())


def _frame(group: ET.Element) -> tuple[float, float, float, float]:
    polygon, rect = group.find(f"{SVG}polygon"), group.find(f"{SVG}rect")
    if polygon is not None:
        points = [
            tuple(float(part) for part in point.split(",")) for point in polygon.get("points", "").split()
        ]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)
    assert rect is not None
    left, top, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    return left, top, left + width, top + height


def _box_of(part: ET.Element) -> tuple[float, float]:
    return float(part.attrib["y"]), float(part.attrib["y"]) + float(part.attrib["height"])


@pytest.mark.requirement("FLOW-1")
def test_the_upright_drawing_shows_each_step_and_each_way_on_in_letters_that_fit_a_telephone(
    chart: Chart,
) -> None:
    svg = draw_upright(chart)
    root = ET.fromstring(svg)
    words = " ".join(_texts(svg))
    steps = as_list(chart)

    for step in steps:
        assert f"{step.number}. {step.words}" in words
        for said, number, target in step.then:
            assert said.lower() in words.lower()
            if number != step.number + 1:
                assert f"go to {number}. {target}" in words
                assert f'href="#upright-{number}"' in svg
    assert {f"upright-{step.number}" for step in steps} <= {part.get("id", "") for part in root.iter()}
    # A telephone is 375 or 390 pixels wide and leaves 15 at each side: the letters keep their 14 and 16 pixels.
    assert float(root.attrib["viewBox"].split()[2]) <= 345
    for text in root.iter(f"{SVG}text"):
        broad = 9.4 if text.get("font-weight") else 7.1
        assert float(text.attrib["x"]) + len("".join(text.itertext())) * broad <= 344
        assert float(text.attrib["font-size"]) >= 14
    boxes = [_box_of(part) for part in root.iter(f"{SVG}rect") if part.get("stroke")]
    assert len(boxes) == len(steps)
    assert all(above[1] < below[0] for above, below in pairwise(boxes))


def test_a_box_of_the_upright_drawing_leads_to_its_duty(chart: Chart) -> None:
    svg = draw_upright(chart, link=lambda box: f"/rules/{box.duties[0]}/?a=1&b=2" if box.duties else "")

    assert 'href="/rules/first-visit/?a=1&amp;b=2"' in svg
