"""School attendance orders, a child at each stage: what comes next, and what it waits for."""

from onroll.demonstration.county.cast import CastChild, Home, Spell, State, sd, wd, weeks
from onroll.demonstration.county.script import (
    AttendanceOrderStep,
    HomeEducationClaimed,
    HomeEducationJudged,
    PlaceOffered,
    Story,
    Visited,
)
from onroll.demonstration.county.stories.openings import (
    as_far_as_the_visit,
    checked,
    father,
    from_partner,
    given_to,
    letter,
    mother,
    registered,
    sent_to,
    taken,
)
from rulebook.procedure.facts import EducationFound, VisitOutcome

STORIES: tuple[Story, ...] = (
    Story(
        key="order-notice-served",
        title="School attendance order: the notice is served",
        state=State.PLACE_OFFERED,
        tags=("order",),
        shows="A place offered and not taken: the first step of an order, and the fifteen days that run.",
        locality=10,
        home=Home(house="6", street=17),
        parents=(mother("Lavinia", "Buckland"), father("Nelson", "Buckland")),
        children=(
            CastChild(
                key="britannia",
                forename="Britannia",
                surname="Buckland",
                sex="F",
                year=5,
                birthday=(1, 30),
                ethnicity="WROM",
                upn=False,
                reason="Challenging school attendance order",
            ),
        ),
        steps=(
            from_partner(
                weeks(-16),
                "travellers",
                "Has not been to school. Parents say that she is taught at home; I have seen nothing.",
            ),
            *taken(weeks(-16)),
            checked(weeks(-16)),
            registered(weeks(-16), "Parental decision not to register at school", "mobile-family"),
            sent_to("South", weeks(-16)),
            given_to("aio-south-2", weeks(-15)),
            letter(weeks(-15), "aio-south-2", weeks(-14)),
            Visited(
                when=weeks(-14),
                by="aio-south-2",
                outcome=VisitOutcome.SEEN_LIVING_THERE,
                found=EducationFound.HOME,
                time_of_day="morning",
                seen="with a parent",
                education="Said to be taught by a cousin. Nothing shown.",
            ),
            HomeEducationClaimed(
                when=weeks(-14), by="aio-south-2", words="Passed to Services to Home Educators."
            ),
            HomeEducationJudged(
                when=weeks(-9), by="ehe-1", suitable=False, words="Three letters unanswered; nothing seen."
            ),
            PlaceOffered(when=weeks(-6), by="adm-2", school="primary:1", starts_on=weeks(-5)),
            AttendanceOrderStep(
                when=wd(-6),
                by="aio-south-2",
                stage="notice served",
                school="primary:1",
                words="Fifteen days, beginning with the day of service.",
            ),
        ),
    ),
    Story(
        key="order-made",
        title="School attendance order: made",
        state=State.PLACE_OFFERED,
        tags=("order",),
        shows="The order names a school; what follows if it is not obeyed.",
        locality=8,
        home=Home(house="21", street=13, village=0),
        parents=(father("Rastislav", "Horváth"), mother("Jana", "Horváthová")),
        children=(
            CastChild(
                key="dominik",
                forename="Dominik",
                surname="Horváth",
                sex="M",
                year=8,
                birthday=(3, 26),
                ethnicity="WROM",
                language="RMI",
                schools=(
                    Spell(
                        school="primary:0",
                        left=sd(-240),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Challenging school attendance order",
            ),
        ),
        steps=(
            from_partner(
                weeks(-28), "police", "Found at the retail park on a school day for the third time."
            ),
            *taken(weeks(-28), by="cmea-2"),
            checked(weeks(-28), by="cmea-2"),
            registered(weeks(-28), "Not recorded", by="cmea-2"),
            sent_to("Broads and Coast", weeks(-27), by="cmea-2"),
            given_to("aio-broads-2", weeks(-27)),
            letter(weeks(-27), "aio-broads-2", weeks(-26)),
            Visited(
                when=weeks(-26),
                by="aio-broads-2",
                outcome=VisitOutcome.SEEN_LIVING_THERE,
                found=EducationFound.NONE,
                time_of_day="afternoon",
                seen="with a parent",
                education="None.",
            ),
            PlaceOffered(when=weeks(-20), by="adm-1", school="secondary", starts_on=weeks(-18)),
            AttendanceOrderStep(
                when=weeks(-14), by="aio-broads-2", stage="notice served", school="secondary"
            ),
            AttendanceOrderStep(
                when=weeks(-9), by="aio-broads-2", stage="intended school told", school="secondary"
            ),
            AttendanceOrderStep(when=weeks(-4), by="aio-broads-2", stage="order made", school="secondary"),
            AttendanceOrderStep(when=weeks(-4), by="aio-broads-2", stage="school told"),
            AttendanceOrderStep(
                when=weeks(-3),
                by="aio-broads-2",
                stage="order obeyed",
                school="secondary",
                words="The school has put him on its roll from the day of the order.",
            ),
        ),
    ),
    Story(
        key="order-school-to-be-named",
        title="School attendance order: no answer to the notice",
        state=State.PLACE_NEEDED,
        tags=("order",),
        shows="The fifteen days are over and nothing came: the school that the order would name is written next.",
        locality=11,
        home=Home(house="31", street=9),
        parents=(mother("Sorrel", "Penhale"),),
        children=(
            CastChild(
                key="rowan",
                forename="Rowan",
                surname="Penhale",
                sex="M",
                year=4,
                birthday=(2, 17),
                upn=False,
                reason="Challenging school attendance order",
            ),
        ),
        steps=(
            from_partner(
                weeks(-9),
                "gp",
                "Eight years old and never at a school. His mother says that he will learn when he wants.",
            ),
            *as_far_as_the_visit(
                9,
                "South",
                "aio-south-2",
                "Parental decision not to register at school",
                words="No books, no plan.",
            ),
            AttendanceOrderStep(when=weeks(-4), by="aio-south-2", stage="notice served"),
            AttendanceOrderStep(
                when=wd(-4),
                by="aio-south-2",
                stage="not satisfied",
                words="Three schools nearby have room. Which of them shall the order name?",
            ),
        ),
    ),
    Story(
        key="order-to-be-made",
        title="School attendance order: it may be made now",
        state=State.PLACE_OFFERED,
        tags=("order",),
        shows="The parents were told which school and named no other in their fifteen days: the order is written next.",
        locality=8,
        home=Home(house="58", street=11),
        parents=(father("Callum", "Drage"), mother("Esme", "Drage")),
        children=(
            CastChild(
                key="ottilie",
                forename="Ottilie",
                surname="Drage",
                sex="F",
                year=5,
                birthday=(4, 8),
                schools=(
                    Spell(
                        school="primary:2",
                        left=sd(-75),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Challenging school attendance order",
            ),
        ),
        steps=(
            from_partner(
                weeks(-13), "housing", "Moved across the town in the summer and went to no school since."
            ),
            *as_far_as_the_visit(13, "Broads and Coast", "aio-broads-2", "School dissatisfaction general"),
            PlaceOffered(when=weeks(-10), by="adm-1", school="primary:1", starts_on=weeks(-9)),
            AttendanceOrderStep(when=weeks(-7), by="aio-broads-2", stage="notice served"),
            AttendanceOrderStep(
                when=weeks(-4), by="aio-broads-2", stage="intended school told", school="primary:1"
            ),
        ),
    ),
    Story(
        key="order-not-obeyed",
        title="School attendance order: not obeyed",
        state=State.PLACE_OFFERED,
        tags=("order", "late"),
        shows=(
            "The order stands and the child is on no roll: what follows is to be decided, the father asks for it to be "
            "revoked, and nobody has told the school."
        ),
        locality=4,
        home=Home(house="12", street=8),
        parents=(father("Gideon", "Thrower"),),
        children=(
            CastChild(
                key="magnus",
                forename="Magnus",
                surname="Thrower",
                sex="M",
                year=7,
                birthday=(11, 22),
                schools=(
                    Spell(
                        school="first:1",
                        left=sd(-190),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Challenging school attendance order",
            ),
        ),
        steps=(
            from_partner(weeks(-20), "police", "At the quay with his father on most school days."),
            *as_far_as_the_visit(20, "North", "aio-north-2", "Parental decision not to register at school"),
            PlaceOffered(when=weeks(-16), by="adm-2", school="middle", starts_on=weeks(-15)),
            AttendanceOrderStep(when=weeks(-13), by="aio-north-2", stage="notice served"),
            AttendanceOrderStep(
                when=weeks(-10), by="aio-north-2", stage="intended school told", school="middle"
            ),
            AttendanceOrderStep(when=weeks(-7), by="aio-north-2", stage="order made", school="middle"),
            AttendanceOrderStep(
                when=weeks(-2),
                by="aio-north-2",
                stage="order not obeyed",
                words="On no roll. The school’s office says that it never heard of the order.",
            ),
            AttendanceOrderStep(
                when=wd(-3),
                by="aio-north-2",
                stage="revocation asked",
                words="His father writes that a tutor comes after the holiday.",
            ),
        ),
    ),
)
