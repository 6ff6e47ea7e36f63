"""What comes back of a list: only what was edited is a proposal, and only what is taken changes anything."""

from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from onroll.access.policy import PermissionRefused
from onroll.cases.models import Note
from onroll.duties.models import Duty
from onroll.people.models import Child
from onroll.release.queries import content_of
from onroll.sharing import actions
from onroll.sharing.models import AnswerState, ListAnswer, Pack, PackState
from rulebook.findings import Refused
from tests import people as cast
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.sharing import lists

WHEREABOUTS = "Where the child is now, if you know"


@pytest.fixture
def pack(world: World) -> Pack:
    """Return the north's register with two children, released."""
    make.open_case(world)
    make.open_case(world, cast.ASH)
    lists.prepare(world)
    return lists.release(lists.monthly(world), world)


def edited(pack: Pack, changes: dict[tuple[str, str], str]) -> bytes:
    """Return the workbook that was given, with cells written over, by child and by heading."""
    assert pack.disclosure is not None
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(pack.disclosure.document)))
    rows = book.get_sheet_by_name("Children").to_python()
    headings = rows[3]
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as made:
        page = made.add_worksheet("Children")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(number, column, changes.get((str(row[2]), headings[column]), str(cell)))
    return memory.getvalue()


def answers() -> list[tuple[str, str, str]]:
    rows = ListAnswer.objects.unscoped("a test").order_by("line__position", "field")
    return [(row.child.forenames, row.field, row.said) for row in rows.select_related("child")]


@pytest.mark.requirement("MONTHLY-1")
def test_the_file_sent_back_as_it_was_given_changes_nothing_and_is_an_answer(
    world: World, pack: Pack
) -> None:
    told = actions.answer_with_file(pack, content=edited(pack, {}), by=world.by("ARL"))

    pack.refresh_from_db()
    assert (told, answers(), pack.state) == (0, [], PackState.ANSWERED)
    owed = Duty.objects.unscoped("a test").get(subject_id=world.north.pk, code="answer-monthly-register")
    assert owed.met_on == world.today


@pytest.mark.requirement("MONTHLY-1")
def test_only_what_was_edited_is_a_proposal_and_the_same_file_again_says_nothing_new(
    world: World, pack: Pack
) -> None:
    changes = {
        ("Rowan Testlost", "Date of birth"): "2018-03-08",  # a program made a date of it
        ("Rowan Testlost", WHEREABOUTS): "With an aunt at Cobsea",
        ("Ash Testlost", "Stage"): "nonsense in a column that is no field",
    }

    first = actions.answer_with_file(pack, content=edited(pack, changes), by=world.by("ARL"))
    second = actions.answer_with_file(pack, content=edited(pack, changes), by=world.by("ARL"))

    assert (first, second) == (2, 0)
    assert answers() == [
        ("Rowan", "born_on", "8 March 2018"),
        ("Rowan", "whereabouts", "With an aunt at Cobsea"),
    ]


@pytest.mark.requirement("MONTHLY-1")
def test_what_is_taken_changes_that_and_nothing_else(world: World, pack: Pack) -> None:
    changes = {
        ("Rowan Testlost", "Date of birth"): "8 March 2018",
        ("Rowan Testlost", WHEREABOUTS): "With an aunt at Cobsea",
    }
    actions.answer_with_file(pack, content=edited(pack, changes), by=world.by("ARL"))
    before = dict(Child.objects.unscoped("a test").filter(forenames="Rowan").values().get())
    born, where = ListAnswer.objects.unscoped("a test").order_by("field")
    by = world.by("CMEA")

    actions.decide_answer(born, take=True, by=by)
    actions.decide_answer(where, take=True, by=by)

    after = dict(Child.objects.unscoped("a test").filter(forenames="Rowan").values().get())
    assert {name for name in after if after[name] != before[name]} == {"birth_date"}
    note = Note.objects.unscoped("a test").get()
    assert (
        note.words
        == f"Area lead, North, list {pack.reference}. Where the child is now: With an aunt at Cobsea"
    )
    with pytest.raises(Refused, match="decided this already"):
        actions.decide_answer(born, take=False, by=by)


def test_what_is_left_changes_nothing_and_what_cannot_be_read_stays(world: World, pack: Pack) -> None:
    mark = pack.lines.get(child__forenames="Rowan").mark
    actions.answer_line(
        pack, mark=mark, said={"born_on": "about ten", "words": "Seen at the market"}, by=world.by("ARL")
    )
    born, words = ListAnswer.objects.unscoped("a test").order_by("field")

    actions.decide_answer(words, take=False, by=world.by("AEM"))
    with pytest.raises(Refused, match="cannot be read"):
        actions.decide_answer(born, take=True, by=world.by("AEM"))

    born.refresh_from_db()
    assert (born.state, words.state) == (AnswerState.WAITING, AnswerState.LEFT)
    assert not Note.objects.unscoped("a test").exists()


def test_another_file_and_a_line_of_another_list_are_refused_and_nothing_is_kept(
    world: World, pack: Pack
) -> None:
    by = world.by("ARL")
    with pytest.raises(Refused, match="not the list that was given"):
        actions.answer_with_file(pack, content=b"name;school\nRowan;Elmbrook\n", by=by)
    strange = edited(
        pack,
        {("Rowan Testlost", "Line (leave as it is)"): "L-AAAA-AAAA", ("Ash Testlost", WHEREABOUTS): "Here"},
    )
    with pytest.raises(Refused, match="is not on list"):
        actions.answer_with_file(pack, content=strange, by=by)

    pack.refresh_from_db()
    assert (answers(), pack.state) == ([], PackState.RELEASED)


def test_nobody_answers_for_another_and_a_recipient_decides_nothing(world: World, pack: Pack) -> None:
    with pytest.raises(PermissionRefused):
        actions.finish_answering(pack, by=world.by("AGY"))
    actions.answer_line(pack, mark=pack.lines.first().mark, said={"words": "Seen"}, by=world.by("ARL"))

    with pytest.raises(PermissionRefused):
        actions.decide_answer(ListAnswer.objects.unscoped("a test").get(), take=True, by=world.by("ARL"))
