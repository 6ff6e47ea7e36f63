"""The area lead told and following up; a suspicion referred on the day; early help."""

from datetime import timedelta

import pytest

from onroll.cases import actions
from onroll.cases.queries import as_seen
from onroll.cases.support_models import Assessed
from onroll.duties.queries import of_subject
from onroll.release.queries import holds_over
from rulebook.findings import Refused
from rulebook.procedure.case_steps import ConcernKind
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World


@pytest.mark.requirement("LEAD-1")
def test_a_concern_reaches_the_area_lead_who_follows_it_up(world: World) -> None:
    case = make.open_case(world)
    row = actions.raise_issue(case, words="Nobody answers in the area", by=world.by("CMEA"))
    owed = make.duties_of(case)
    assert (owed["tell-area-lead"].owed_by, "follow-up-issue" in owed) == ("CMEA", False)

    actions.record_lead_told(row, on=world.today, lead_told="Ms Hale", by=world.by("CMEA"))
    assert make.duties_of(case)["tell-area-lead"].met_on == world.today
    assert make.duties_of(case)["follow-up-issue"].owed_by == "ARL"

    later = world.by("ARL", days=2)
    actions.follow_up_issue(row, on=later.today, words="Rang the manager", by=later)
    assert make.duties_of(case)["follow-up-issue"].met_on == world.today + timedelta(days=2)


@pytest.mark.requirement("LEAD-1")
def test_nothing_is_followed_up_of_which_the_lead_was_not_told(world: World) -> None:
    case = make.open_case(world)
    row = actions.raise_issue(case, words="Nobody answers in the area", by=world.by("CMEA"))

    with nothing_written(), pytest.raises(Refused):
        actions.follow_up_issue(row, on=world.today, words="Rang", by=world.by("ARL"))


@pytest.mark.requirement("HOLD-2")
@pytest.mark.parametrize("kind", [ConcernKind.TRAFFICKING, ConcernKind.SEXUAL_EXPLOITATION])
def test_suspected_exploitation_is_referred_on_the_day(world: World, kind: ConcernKind) -> None:
    case, _ = make.visited_case(world)
    case.refresh_from_db()
    before = as_seen(case, by=world.by("ADM")).next_due_on
    row = actions.note_suspicion(
        case, kind=kind, source="The school", words="Seen with two men", by=world.by("CMEA")
    )
    owed = make.duties_of(case)["refer-exploitation"]
    assert (owed.due_on, owed.met_on) == (world.today, None)

    case.refresh_from_db()
    assert as_seen(case, by=world.by("ADM")).next_due_on == before
    codes = {each.code for each in of_subject(world.by("ARL"), subject_id=case.pk)}
    assert "refer-exploitation" not in codes

    actions.record_concern_referred(
        row, to="The front door", on=world.today, reference="SC-1", by=world.by("CMEA")
    )
    assert make.duties_of(case)["refer-exploitation"].met_on == world.today
    assert holds_over(case.child_id) == []


@pytest.mark.requirement("HOLD-1")
def test_a_forced_marriage_suspected_stops_every_approach_at_once(world: World) -> None:
    case = make.open_case(world)

    row = actions.note_suspicion(
        case, kind=ConcernKind.FORCED_MARRIAGE, source="A teacher", words="A wedding", by=world.by("CMEA")
    )

    assert [hold.kind for hold in holds_over(case.child_id)] == ["no-approach-family"]
    owed = make.duties_of(case)
    assert (owed["place-hold"].met_on, owed["tell-forced-marriage-unit"].met_on) == (world.today, None)

    actions.decide_not_to_refer(row, reason="It was her cousin\u2019s wedding", by=world.by("AEM"))
    assert make.duties_of(case)["tell-forced-marriage-unit"].excused_on == world.today
    assert len(holds_over(case.child_id)) == 1  # only the manager lifts it


@pytest.mark.requirement("PLACE-2")
def test_early_help_is_kept_each_time_it_is_told(world: World) -> None:
    case = make.open_case(world)

    for assessed, lead in ((Assessed.NOT_KNOWN, ""), (Assessed.YES, "Mr Reed")):
        actions.record_early_help(
            case, assessed=assessed, lead_professional=lead, source="The school", by=world.by("CMEA")
        )

    assert {(row.assessed, row.lead_professional) for row in case.earlyhelps.all()} == {
        ("not-known", ""), ("yes", "Mr Reed"),
    }  # fmt: skip
