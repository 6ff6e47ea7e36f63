"""Children who have been seen at home, and what they or their parents said."""

from onroll.demonstration.county.cast import CastChild, Home, Referrer, Spell, State, days, sd, wd
from onroll.demonstration.county.people import Situation
from onroll.demonstration.county.script import (
    EnquirySent,
    HandedOver,
    HomeEducationClaimed,
    HomeEducationJudged,
    PlaceRequested,
    ReferralReceived,
    RollChecked,
    Story,
)
from onroll.demonstration.county.stories.openings import (
    brought,
    father,
    from_partner,
    from_public,
    mother,
    visited,
)
from rulebook.procedure.facts import CheckResult, EducationFound, ReferralKind, VisitOutcome

STORIES: tuple[Story, ...] = (
    Story(
        key="seen-and-no-school",
        title="Seen yesterday: lives there, no education",
        state=State.PLACE_NEEDED,
        shows=(
            "The visit is recorded; a place is the next thing, and the health visitor is to be told how "
            "it stands."
        ),
        locality=6,
        home=Home(house="16", street=10),
        parents=(mother("Inês", "Ferreira"), father("Tiago", "Santos")),
        children=(
            CastChild(
                key="matilde",
                forename="Matilde",
                surname="Ferreira Santos",
                sex="F",
                year=1,
                birthday=(10, 9),
                ethnicity="WOTH",
                language="POR",
                upn=False,
                moved_in=days(-75),
                came_from="Portugal",
                reason="Moved in from another country",
            ),
            CastChild(
                key="duarte",
                forename="Duarte",
                surname="Ferreira Santos",
                sex="M",
                year=3,
                birthday=(1, 12),
                ethnicity="WOTH",
                language="POR",
                upn=False,
                moved_in=days(-75),
                came_from="Portugal",
                reason="Moved in from another country",
            ),
        ),
        steps=(
            from_partner(
                wd(-9),
                "health",
                "Two children of school age at home. Parents work at the packing house in shifts.",
            ),
            *brought(
                -8, "Broads and Coast", "Moved in from another country", "migrant-worker", "new-immigrant"
            ),
            *visited(
                -8,
                "aio-broads-1",
                VisitOutcome.SEEN_LIVING_THERE,
                after=5,
                education="None since they came.",
                support="Help with two applications; interpreter for Portuguese.",
                child_said="Duarte would like to play football at a school.",
            ),
        ),
    ),
    Story(
        key="says-on-a-roll",
        title="'He goes to the academy', says his father",
        state=State.CONFIRM_ATTENDING,
        shows="What a family says is checked at its source: the school has been asked.",
        locality=9,
        home=Home(house="54", street=16),
        parents=(father("Hitesh", "Patel"), mother("Hetal", "Patel")),
        children=(
            CastChild(
                key="krish",
                forename="Krish",
                surname="Patel",
                sex="M",
                year=7,
                birthday=(2, 27),
                ethnicity="AIND",
                language="GUJ",
                schools=(Spell(school="primary:0"), Spell(school="secondary18")),
                situation=Situation.ON_ROLL,
            ),
        ),
        steps=(
            from_partner(
                wd(-13),
                "gp",
                "Father mentioned that he was between schools.",
                differs=(("surname", "Patal"),),
            ),
            *brought(-13, "South", "Not recorded"),
            *visited(
                -13,
                "aio-south-3",
                VisitOutcome.SEEN_LIVING_THERE,
                EducationFound.ON_ROLL,
                after=7,
                education="Says he started at the high school in September. Uniform seen.",
            ),
            RollChecked(
                when=wd(-3),
                by="cmea-1",
                searched=("school rolls",),
                result=CheckResult.ON_ROLL,
                school="secondary18",
                words="On the newest list of the high school, under his right name.",
            ),
            EnquirySent(
                when=wd(-3), by="cmea-1", to="the school", words="Is he on roll, and does he attend?"
            ),
        ),
    ),
    Story(
        key="says-taught-at-home",
        title="'We teach her ourselves'",
        state=State.HOME_EDUCATION,
        shows=(
            "Home education is claimed at the door: the officer for home education takes it up before "
            "anything is closed."
        ),
        locality=11,
        home=Home(house="Marsh Cottage,", street=2, village=1),
        parents=(mother("Imogen", "Frost"), father("Ned", "Frost")),
        children=(
            CastChild(
                key="wren",
                forename="Wren",
                surname="Frost",
                sex="F",
                year=5,
                birthday=(3, 30),
                upn=False,
                situation=Situation.HOME_EDUCATED,
            ),
        ),
        steps=(
            from_public(
                wd(-16),
                "Parish clerk",
                "A girl of nine is about the village in school hours.",
                role="Parish clerk",
                email="clerk@pellinghoe.example",
                differs=(("about_age", 9),),
            ),
            *brought(-15, "South", "Parental decision not to register at school"),
            *visited(
                -15,
                "aio-south-2",
                VisitOutcome.SEEN_LIVING_THERE,
                EducationFound.HOME,
                after=6,
                seen="with a parent",
                education="Taught at home from the start. Books and a timetable shown.",
                child_said="I like the mornings. We do fractions with the sheep.",
            ),
            HomeEducationClaimed(
                when=wd(-6),
                by="aio-south-2",
                words="Passed to Services to Home Educators with the mother's consent.",
            ),
        ),
    ),
    Story(
        key="home-teaching-unsuitable",
        title="Taught at home, and not suitably",
        state=State.PLACE_NEEDED,
        tags=("home education",),
        shows="Home education found unsuitable does count as missing education: back on the register.",
        locality=1,
        home=Home(house="17", street=10, village=2),
        parents=(mother("Dorcas", "Kabongo"),),
        children=(
            CastChild(
                key="josue",
                forename="Josué",
                surname="Kabongo",
                sex="M",
                year=5,
                birthday=(2, 8),
                ethnicity="BAFR",
                language="FRN",
                schools=(
                    Spell(
                        school="primary:4",
                        left=sd(-170),
                        reason="NH",
                        ground="9(1)(f)",
                        destination="Home education",
                    ),
                ),
                reason="Unsuitable elective home education",
            ),
        ),
        steps=(
            ReferralReceived(
                when=wd(-16),
                by="ehe-1",
                kind=ReferralKind.CME3,
                concern="Three visits and two reports: no teaching to speak of.",
                referrer=Referrer(
                    name="Helen Cubitt",
                    role="Officer for Services to Home Educators",
                    organisation="council",
                    agency="Services to Home Educators",
                    telephone="01632 960136",
                    email="helen.cubitt@wendlemere.example",
                ),
            ),
            HomeEducationJudged(
                when=wd(-16),
                by="ehe-1",
                suitable=False,
                words="Reading has gone back. Mother agrees it has not worked.",
            ),
            *brought(-15, "City", "Unsuitable elective home education", "unsuitable-home-education"),
            *visited(
                -15,
                "aio-city-1",
                VisitOutcome.SEEN_LIVING_THERE,
                after=5,
                education="None to speak of.",
                support="A place at a school with French speakers.",
            ),
            PlaceRequested(when=wd(-6), by="adm-2"),
        ),
    ),
    Story(
        key="truancy-sweep",
        title="Stopped in the truancy sweep, with no school at all",
        state=State.PLACE_NEEDED,
        tags=("sweep",),
        shows="A sweep finds a child with no place: shared with the youth offending team and Connexions.",
        locality=6,
        home=Home(house="50", street=15, village=3),
        parents=(mother("Joana", "Gomes"),),
        children=(
            CastChild(
                key="rafael",
                forename="Rafael",
                surname="Gomes",
                sex="M",
                year=9,
                birthday=(10, 17),
                ethnicity="WOTH",
                language="POR",
                upn=False,
                moved_in=days(-130),
                came_from="Portugal",
                reason="Did not apply for school place at compulsory school age",
            ),
        ),
        steps=(
            ReferralReceived(
                when=wd(-17),
                by="aio-broads-1",
                kind=ReferralKind.SWEEP,
                concern="Stopped with two others in the arcade at "
                "11 in the morning. They were on roll; he has no school.",
                referrer=Referrer(
                    name="Lucy Fenn",
                    role="Attendance Improvement Officer",
                    organisation="council",
                    agency="Attendance, Broads and Coast",
                    telephone="01632 960137",
                    email="lucy.fenn@wendlemere.example",
                ),
            ),
            *brought(
                -16, "Broads and Coast", "Moved in from another country", "migrant-worker", "new-immigrant"
            ),
            HandedOver(
                when=wd(-15),
                by="cmea-1",
                to="Wendlemere Youth Offending Team",
                words="Sweep information shared.",
            ),
            *visited(
                -14,
                "aio-broads-1",
                VisitOutcome.SEEN_LIVING_THERE,
                after=4,
                education="None since they came.",
            ),
            PlaceRequested(when=wd(-6), by="adm-1"),
        ),
    ),
)
