"""A school tells of a child who left for nobody knows where; the authority accepts it, and the child is looked for."""

from datetime import timedelta

import pytest

from tests.browser.fixtures import Someone
from tests.browser.service import Service
from tests.journeys.days import today

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.requirement("DELETE-3")
def test_a_removal_without_script_from_the_schools_page_to_what_arrived(
    demonstration: Service, visitors: Someone
) -> None:
    school = visitors(demonstration, script=False).signs_in(demonstration.person("SCH"))
    officer = visitors(demonstration, script=False).signs_in(demonstration.person("CMEA"))
    left_on = today() - timedelta(days=1)

    # given a school whose pupil has moved away, nobody knows whereto
    school.opens("/school/")
    school.follows("Tell us that a child leaves your roll")
    school.presses("Start")
    school.answers("Is the child on the roll that we hold?", "No, the child is not in the list")
    school.answers("First and middle names", "Sorrel")
    school.answers("Family name", "Testaway")
    school.answers("Date of birth", today().replace(year=today().year - 9, day=1))
    school.presses("Continue")
    school.answers("Has the name been taken off already?", "Yes")
    school.answers("Date taken off, or to be taken off", left_on)
    school.presses("Continue")
    school.answers("Ground", "Moved too far away to attend")
    school.presses("Continue")
    school.sees("The name may not yet be deleted")
    # when it answers what this ground asks, and nothing else
    school.answers("Does the child still live at a reasonable distance from your school?", "No")
    school.answers("When did the child move?", left_on - timedelta(days=7))
    school.presses("Continue")
    school.answers("Does the child board at your school?", "No")
    school.presses("Continue")
    school.answers("Do you have reasonable grounds to believe that the child will attend again?", "No")
    school.presses("Continue")
    if school.heading == "Did an authority place the child at your special school?":
        school.answers("Did a local authority arrange the place?", "No")
        school.presses("Continue")
    school.answers("As far as you know, where is the child going?", "We do not know")
    school.answers("Does the child leave your oldest year at its usual end?", "No")
    school.presses("Continue")
    school.answers("Parents’ or carers’ names", "Maren Testaway")
    school.presses("Continue")
    school.presses("Continue")  # the UPN, which it does not have at hand
    school.presses("Continue")  # language and ethnicity
    school.answers("Has the child’s transfer file been sent?", "No")
    school.answers("Why not?", "It is being made")
    school.presses("Continue")
    school.presses("Continue")  # nothing else that helps
    school.answers("Name", "Ms Lund")
    school.answers("Position", "Attendance")
    school.answers("Telephone", "01632 960 210")
    school.presses("Continue")
    school.sees("The name was taken off lawfully on ground 9(1)(g)", "Transfer file to XXXXXXX")
    school.presses("Send to the CME team")
    school.sees("Your notice is with the CME team")
    # then the officer finds it on the day's page, accepts it, and the child is among what arrived
    officer.opens("/removals/")
    officer.follows("Sorrel Testaway")
    officer.presses("Accept the removal")
    officer.sees("The removal is accepted. Say who the child is")
    officer.opens("/arrived/")
    officer.sees("Sorrel Testaway")
    school.opens("/school/")
    school.sees("Sorrel Testaway", "Accepted")
    assert school.faults == []
    assert officer.faults == []
