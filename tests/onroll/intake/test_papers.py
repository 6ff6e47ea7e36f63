"""The forms on paper: every field of the appendices, blank or as received; who told us for those alone who may know."""

import pytest

from onroll.documents.kinds.rows import SECTIONS
from onroll.intake import papers
from tests.factories import cases as make
from tests.factories.world import World, make_world
from tests.onroll.documents.reading import text_of

# As Procedure Appendix 2 has them, in order.
APPENDIX_2 = (
    "Name of pupil", "Date of birth", "UPN", "Ethnicity", "First language", "Parents’ or carers’ names",
    "Reason for removal", "The pupil has been registered at another school", "House move out of county",
    "Continuously absent for 4 weeks or more", "Date referred to the Attendance Team", "Permanently excluded",
    "educated otherwise than at school", "Further information", "Has the pupil’s CTF been placed on S2S?",
    "for the new school to collect", "MMMMMMM", "XXXXXXX", "Date taken off roll", "School name", "Telephone number",
    "School contact", "Position",
)  # fmt: skip
APPENDIX_3 = (
    "Child’s name", "Date of birth", "Ethnicity", "First language", "Address where the child lives or lived",
    "Parent’s or carer’s name", "Name of current school", "Your name", "Agency", "Telephone number", "Address (so that",
    "any other information",
)  # fmt: skip
APPENDIX_4 = (
    "Child’s name", "Date of birth", "Ethnicity", "First language", "Address", "Parent’s or carer’s name",
    "Reason for referral", "Referred by", "CS team", "Telephone number", "Any other contacts", "Other information",
    "Date",
)  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    """Return the smallest authority in which a case can run its course."""
    return make_world()


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.requirement("FORM-1", "FORM-2", "FORM-3")
@pytest.mark.parametrize(
    ("code", "fields"), [("cme1", APPENDIX_2), ("cme2", APPENDIX_3), ("cme3", APPENDIX_4)]
)
def test_a_blank_form_asks_every_field_of_its_appendix(
    world: World, code: str, fields: tuple[str, ...]
) -> None:
    said = squeezed(text_of(papers.blank_form(code).printed(at=world.at).content))

    for words in fields:
        assert squeezed(words) in said, words
    assert "(chosen)" not in said
    with pytest.raises(ValueError, match="never blank"):
        papers.blank_form("cme4")


@pytest.mark.requirement("FORM-1")
def test_a_cme_1_shows_the_school_s_answers_and_takes_no_others(world: World) -> None:
    answers = {
        "pupil_name": "Rowan Testlost",
        "upn": "A820000020001",
        "reason": "not-located",
        "transfer_file": "missing",
        "removed_on": "20 November 2026",
    }

    said = squeezed(text_of(papers.removal_notice(answers).printed(at=world.at).content))

    assert "RowanTestlost" in said
    assert "A820000020001" in said
    assert squeezed("to locate the pupil (chosen)") in said
    assert squeezed("XXXXXXX (missing) (chosen)") in said
    assert said.count("(chosen)") == 2
    with pytest.raises(ValueError, match="does not ask for"):
        papers.removal_notice({"favourite_colour": "red"})


@pytest.mark.requirement("FORM-2")
def test_a_notice_on_paper_is_as_it_was_received_the_same_bytes_each_time(world: World) -> None:
    referral = make.receive(
        world, referrer_agency="Health Visiting", answers=make.answers(school="not known", siblings="Two")
    )

    paper = papers.as_received(referral, names_sender=True, guarded=True)
    printed = paper.printed(at=referral.keyed_at)

    said = squeezed(text_of(printed.content))
    for words in (
        "Rowan Testlost",
        "9 March 2018",
        "14 Tanners Reach, Merebridge, WX1 2AB",
        "Liska Testlost",
        "not known",
        "At home in school hours since September",
        "Juniper Wren",
        "Health Visiting",
        "Two",
    ):
        assert squeezed(words) in said, words
    again = papers.as_received(referral, names_sender=True, guarded=True).printed(at=referral.keyed_at)
    assert printed == again


def test_who_told_us_and_what_was_said_of_safety_stand_there_for_those_who_may_know(world: World) -> None:
    told = make.answers(at_risk="yes", at_risk_why="A bruise was seen")
    referral = make.receive(world, answers=told)

    paper = papers.as_received(referral, names_sender=False, guarded=False)

    said = squeezed(text_of(paper.printed(at=referral.keyed_at).content))
    assert "JuniperWren" not in said
    assert "juniper" not in said
    assert "bruise" not in said
    assert squeezed("A professional") in said
    assert squeezed(papers.NOT_SHOWN) in said


def test_every_answer_of_a_form_has_one_row(world: World) -> None:
    for code, sections in SECTIONS.items():
        names = [row.name for section in sections for row in section.rows]
        assert len(names) == len(set(names)), code
