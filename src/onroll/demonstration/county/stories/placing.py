"""Children who need a place that nobody has found yet."""

from onroll.demonstration.county.cast import CastChild, Home, Spell, State, days, sd, wd
from onroll.demonstration.county.script import (
    EnquiryAnswered,
    ExclusionReported,
    FamilyGrouped,
    HandedOver,
    PlaceRefused,
    PlaceRequested,
    ReferrerTold,
    SafeguardingReferred,
    Story,
    Visited,
)
from onroll.demonstration.county.stories.openings import (
    brought,
    father,
    from_partner,
    from_public,
    given_to,
    mother,
    visited,
)
from rulebook.procedure.facts import EducationFound, VisitOutcome
from rulebook.procedure.outcomes import Reply

STORIES: tuple[Story, ...] = (
    Story(
        key="three-brothers-and-sisters",
        title="Three children of one family, one visit",
        state=State.PLACE_NEEDED,
        tags=("siblings",),
        shows=(
            "Brothers and sisters found together: a case for each, one visit for all, three places to find."
        ),
        locality=0,
        home=Home(house="Room 14,", named="The Wherryman Hotel, Station Road", kind="temporary"),
        parents=(mother("Hanan", "Al-Ahmad"), father("Khaled", "Al-Ahmad")),
        children=tuple(
            CastChild(
                key=key,
                forename=name,
                surname="Al-Ahmad",
                middle_names="Khaled",
                sex=sex,
                year=year,
                birthday=birthday,
                ethnicity="OOTH",
                language="ARA",
                upn=False,
                moved_in=days(-44),
                came_from="Syria",
                reason="Moved in from another country",
            )
            for key, name, sex, year, birthday in (
                ("omar", "Omar", "M", 10, (1, 1)),
                ("noor", "Noor", "F", 6, (9, 9)),
                ("yahya", "Yahya", "M", 2, (3, 5)),
            )
        ),
        steps=(
            from_partner(
                wd(-18),
                "housing",
                "Placed in the hotel by the homelessness team. Three children of school age, none in school.",
                more="Arabic. The oldest interprets for his parents.",
            ),
            *brought(
                -17, "City", "Moved in from another country", "asylum", "homeless", yes=("immigration",)
            ),
            SafeguardingReferred(
                when=wd(-16),
                by="cmea-1",
                to="social care",
                reference="SC-4840",
                words="No concern of harm; asked whether the family is supported.",
            ),
            FamilyGrouped(when=wd(-16), by="cmea-1", words="One household: one letter, one visit."),
            *visited(
                -17,
                "aio-city-2",
                VisitOutcome.SEEN_LIVING_THERE,
                after=6,
                education="None since they came.",
                seen="alone and with the parents",
                support="Three applications; free meals; bus passes.",
                child_said="Omar wants to be a dentist.",
            ),
            PlaceRequested(
                when=wd(-8),
                by="adm-2",
                words="Year 10 is the hard one. Primary places likely at two schools.",
            ),
        ),
    ),
    Story(
        key="year-eleven-newcomer",
        title="Year 11, new to the country, and no school says yes",
        state=State.PLACE_NEEDED,
        tags=("last year", "fair access"),
        shows="In the last compulsory year: a fair access referral, and a name for post-16 tracking.",
        locality=6,
        home=Home(house="83", street=6),
        parents=(mother("Oksana", "Tkachenko"),),
        children=(
            CastChild(
                key="danylo",
                forename="Danylo",
                surname="Tkachenko",
                sex="M",
                year=11,
                birthday=(12, 7),
                ethnicity="WOTH",
                language="UKR",
                upn=False,
                moved_in=days(-65),
                came_from="Ukraine",
                reason="Difficulty accessing suitable school place",
            ),
        ),
        steps=(
            from_partner(
                wd(-25),
                "anchor",
                "Sponsored family. He is 15 and follows his old school on line at night.",
                omits=("upn",),
            ),
            *brought(
                -24,
                "Broads and Coast",
                "Moved in from another country",
                "asylum",
                "new-immigrant",
                by="cmea-2",
            ),
            *visited(
                -24,
                "aio-broads-1",
                VisitOutcome.SEEN_LIVING_THERE,
                after=4,
                education="On-line lessons from abroad, eight hours a week.",
                support="English; a GCSE course that starts late.",
            ),
            PlaceRequested(when=wd(-16), by="adm-1"),
            PlaceRefused(
                when=wd(-12),
                by="adm-1",
                school="secondary",
                refused_by="school",
                words="Says that year 11 is full. To the fair access panel next Thursday.",
            ),
            HandedOver(
                when=wd(-10),
                by="cmea-2",
                to="Wendlemere Connexions",
                words="Last compulsory year: entered for post-16 tracking.",
            ),
        ),
    ),
    Story(
        key="plan-names-no-school",
        title="A plan that names no school",
        state=State.PLACE_NEEDED,
        tags=("SEN",),
        shows="An education, health and care plan without a school: the whole procedure still runs.",
        locality=5,
        home=Home(house="19", street=11),
        parents=(mother("Helen", "Catchpole"), father("Mark", "Catchpole")),
        children=(
            CastChild(
                key="toby",
                forename="Toby",
                surname="Catchpole",
                sex="M",
                year=5,
                birthday=(8, 8),
                sen="E",
                need="ASD",
                schools=(
                    Spell(
                        school="primary:2",
                        left=sd(-58),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="School dissatisfaction SEND",
            ),
        ),
        steps=(
            from_public(
                wd(-30),
                "Helen Catchpole",
                "My son has a plan and no school. The last one could not meet his needs and nobody has "
                "found another since the summer.",
                role="Mother",
                telephone="07700 900581",
                email="h.catchpole@mail.example",
                omits=(),
            ),
            *brought(-29, "North", "School dissatisfaction SEND", "long-term-needs"),
            *visited(
                -29,
                "aio-north-3",
                VisitOutcome.SEEN_LIVING_THERE,
                after=5,
                education="A tutor twice a week, paid by the family.",
                support="Respite; a school that knows autism.",
                child_said="I do not want to go where it is loud.",
            ),
            PlaceRequested(
                when=wd(-20), by="aem-1", words="To the SEN casework team: two special schools consulted."
            ),
        ),
    ),
    Story(
        key="new-foster-home",
        title="In care, moved to new carers, and no school since",
        state=State.PLACE_NEEDED,
        tags=("looked after",),
        shows="A looked-after child comes first for a place; the social worker is in every loop.",
        locality=9,
        home=Home(house="41", street=1),
        parents=(),
        children=(
            CastChild(
                key="keira",
                forename="Keira",
                surname="Bradley",
                known_as="KJ",
                sex="F",
                year=7,
                birthday=(6, 16),
                sen="K",
                need="SEMH",
                looked_after=True,
                schools=(
                    Spell(school="primary:1"),
                    Spell(
                        school="secondary@10",
                        left=sd(-14),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Difficulty accessing suitable school place",
            ),
        ),
        steps=(
            from_partner(
                wd(-9),
                "social",
                "Moved to carers in Larkenfield at a day's notice. The old school is forty miles off.",
                more="Her address is not to be given to her birth family.",
            ),
            *brought(
                -9,
                "South",
                "Difficulty accessing suitable school place",
                "looked-after",
                urgent=True,
                why="In care.",
                yes=("looked-after", "social-care"),
            ),
            SafeguardingReferred(
                when=wd(-8),
                by="cmea-1",
                to="social care",
                reference="SC-5001",
                words="Her own worker told us.",
            ),
            given_to("aio-south-1", wd(-7)),
            Visited(
                when=wd(-6),
                by="aio-south-1",
                outcome=VisitOutcome.SEEN_LIVING_THERE,
                found=EducationFound.NONE,
                time_of_day="morning",
                seen="alone",
                education="None for two weeks.",
                support="A place this week; a key adult there.",
                child_said="I want to go where nobody knows.",
            ),
            PlaceRequested(
                when=wd(-5), by="adm-1", words="Highest priority. Direction to be sought if refused."
            ),
        ),
    ),
    Story(
        key="asked-to-leave",
        title="'They asked me to take her out'",
        state=State.PLACE_NEEDED,
        tags=("unofficial exclusion",),
        shows="An unofficial exclusion: recorded, the head is asked, and the school may not see the report.",
        locality=9,
        home=Home(house="10", street=23),
        parents=(mother("Sonal", "Mehta"),),
        children=(
            CastChild(
                key="diya",
                forename="Diya",
                surname="Mehta",
                sex="F",
                year=10,
                birthday=(6, 3),
                ethnicity="AIND",
                language="GUJ",
                sen="K",
                need="SPLD",
                schools=(
                    Spell(school="primary:1"),
                    Spell(
                        school="secondary18",
                        left=sd(-16),
                        reason="OR",
                        ground="9(1)(f)",
                        destination="Home education",
                    ),
                ),
                reason="School dissatisfaction general",
            ),
        ),
        steps=(
            from_public(
                wd(-13),
                "Sonal Mehta",
                "The head said it would be better for everyone if I took her out before the exams. I "
                "signed a letter. I did not know what it meant.",
                role="Mother",
                telephone="07700 900630",
                email="sonal.mehta@mail.example",
                omits=(),
            ),
            *brought(-12, "South", "School dissatisfaction general", by="cmea-2"),
            ExclusionReported(
                when=wd(-11),
                by="aem-1",
                school="secondary18",
                category="PERM",
                reason="CB",
                lawful=False,
                words="Unofficial: no notice, no governors' meeting, a letter drafted by the school.",
            ),
            EnquiryAnswered(
                when=wd(-9),
                by="aem-1",
                sender="The school",
                answer="disputed",
                words="The head denies that she asked.",
            ),
            *visited(
                -10,
                "aio-south-1",
                VisitOutcome.SEEN_LIVING_THERE,
                after=4,
                education="Revision books at the kitchen table.",
                child_said="I want my exams.",
            ),
            ReferrerTold(when=wd(-3), by="cmea-2", reply=Reply.BEING_HELPED),
        ),
    ),
    Story(
        key="managed-move-failed",
        title="A managed move that came to nothing",
        state=State.PLACE_NEEDED,
        tags=("managed move",),
        shows=(
            "A child between two schools, on the roll of neither: the trial ended, the first school had "
            "deleted him."
        ),
        locality=0,
        home=Home(house="35", street=16),
        parents=(mother("Lisa", "Gedge"), father("Robert", "Gedge")),
        children=(
            CastChild(
                key="harley",
                forename="Harley",
                surname="Gedge",
                sex="M",
                year=8,
                birthday=(4, 29),
                sen="K",
                need="SEMH",
                schools=(
                    Spell(school="primary:2"),
                    Spell(
                        school="secondary18",
                        left=sd(-48),
                        reason="OR",
                        ground="9(1)(a)",
                        destination="Managed move",
                    ),
                ),
                reason="Difficulty accessing suitable school place",
            ),
        ),
        steps=(
            from_partner(
                wd(-21),
                "yot",
                "The new school sent him back after six weeks; the old one says that he is not theirs.",
            ),
            *brought(-20, "City", "Difficulty accessing suitable school place", "excluded"),
            *visited(
                -20, "aio-city-3", VisitOutcome.SEEN_LIVING_THERE, after=5, education="None for three weeks."
            ),
            PlaceRequested(
                when=wd(-11),
                by="aem-1",
                words="To the fair access panel; the first school has been asked to take him back.",
            ),
        ),
    ),
)
