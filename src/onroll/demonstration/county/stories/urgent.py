"""Children to be seen within three working days."""

from onroll.demonstration.county.cast import CastChild, Home, Spell, State, days, sd, wd
from onroll.demonstration.county.script import SafeguardingReferred, Story, Visited
from onroll.demonstration.county.stories.openings import (
    checked,
    father,
    from_partner,
    from_public,
    given_to,
    mother,
    registered,
    sent_to,
    taken,
)
from rulebook.procedure.facts import VisitOutcome

STORIES: tuple[Story, ...] = (
    Story(
        key="urgent-new",
        title="Urgent: sent yesterday, to be seen within three working days",
        state=State.VISIT_URGENT,
        shows="An earlier child protection plan: no letter first, three working days.",
        locality=2,
        home=Home(house="101", street=1),
        parents=(mother("Natalie", "Dunn"),),
        children=(
            CastChild(
                key="ellie",
                forename="Ellie-Mae",
                surname="Dunn",
                sex="F",
                year=2,
                birthday=(4, 1),
                schools=(
                    Spell(
                        school="primary:1",
                        left=sd(-6),
                        reason="UK",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Not recorded",
            ),
        ),
        steps=(
            from_partner(
                wd(-2),
                "social",
                "Closed to us in the spring after a plan for neglect. The school tells me she was taken off "
                "roll last week with no forwarding school.",
                risk_now=True,
            ),
            *taken(wd(-2), yes=("child-protection", "past-suspicions", "sudden-absence")),
            SafeguardingReferred(
                when=wd(-2),
                by="cmea-1",
                to="social care",
                reference="SC-5012",
                words="Re-referred the same day.",
            ),
            checked(wd(-1)),
            registered(wd(-1), "Not recorded", "child-protection"),
            sent_to("City", wd(-1), urgent=True, words="Earlier child protection plan; left suddenly."),
        ),
    ),
    Story(
        key="urgent-today",
        title="Urgent, and due today",
        state=State.VISIT_URGENT,
        shows="The third working day. It stands first on Today.",
        locality=7,
        home=Home(house="8", street=0),
        parents=(mother("Leanne", "Rix"), father("Wayne", "Rix")),
        children=(
            CastChild(
                key="poppy",
                forename="Poppy",
                surname="Rix",
                sex="F",
                year=4,
                birthday=(12, 24),
                schools=(
                    Spell(
                        school="primary:0",
                        left=sd(-15),
                        reason="OR",
                        ground="9(1)(f)",
                        destination="Home education",
                    ),
                ),
                reason="Unsuitable elective home education",
            ),
        ),
        steps=(
            from_partner(
                wd(-4),
                "police",
                "Attended a domestic incident. Children at home on a school morning; the older said there "
                "was 'no school any more'.",
                risk_now=True,
            ),
            *taken(wd(-4), yes=("social-care", "child-said-something"), by="cmea-2"),
            SafeguardingReferred(when=wd(-4), by="cmea-2", to="social care", reference="SC-5007"),
            checked(wd(-3), by="cmea-2"),
            registered(wd(-3), "Not recorded", "domestic-violence", by="cmea-2"),
            sent_to(
                "Broads and Coast",
                wd(-3),
                urgent=True,
                words="Domestic incident; social care is involved.",
                by="cmea-2",
            ),
            given_to("aio-broads-2", wd(-2)),
        ),
    ),
    Story(
        key="urgent-late",
        title="Urgent, and a day late",
        state=State.VISIT_URGENT,
        tags=("late",),
        shows="What must not happen, and how loudly it says so.",
        locality=1,
        home=Home(house="Flat 1, 5", street=3),
        parents=(mother("Oluwaseun", "Balogun"),),
        children=(
            CastChild(
                key="favour",
                forename="Favour",
                surname="Balogun",
                sex="F",
                year=10,
                birthday=(7, 19),
                ethnicity="BAFR",
                language="YOR",
                reason="Moved in from another local authority",
                moved_in=days(-30),
                came_from="another local authority",
            ),
        ),
        steps=(
            from_public(
                wd(-6),
                "Name withheld",
                "A girl of about 15 looks after small children in the flat all day. She is never out.",
                email="worried@mail.example",
                risk_now=True,
                differs=(("about_age", 15),),
                omits=("upn", "born_on", "ethnicity", "first_language", "surname", "parents"),
            ),
            *taken(wd(-5), yes=("victim-of-crime",)),
            SafeguardingReferred(when=wd(-5), by="cmea-1", to="police", reference="WC/140/F"),
            SafeguardingReferred(when=wd(-5), by="cmea-1", to="social care", reference="SC-4998"),
            checked(wd(-5)),
            registered(wd(-4), "Not recorded", "exploitation", "privately-fostered"),
            sent_to("City", wd(-4), urgent=True, words="Possible domestic servitude."),
            given_to("aio-city-1", wd(-3)),
        ),
    ),
    Story(
        key="nobody-in",
        title="Nobody in; to be tried again at another time",
        state=State.VISIT_URGENT,
        shows=(
            "A call that found nobody: the second is owed within five working days, at another time of day."
        ),
        locality=4,
        home=Home(house="29", street=14, village=0),
        parents=(mother("Sarah", "Ling"), father("Gary", "Ling", elsewhere=True)),
        children=(
            CastChild(
                key="callum",
                forename="Callum",
                surname="Ling",
                sex="M",
                year=7,
                birthday=(10, 5),
                schools=(
                    Spell(school="first:0"),
                    Spell(
                        school="middle", left=sd(-22), reason="UK", ground="9(1)(i)", destination="Not known"
                    ),
                ),
                reason="Not recorded",
            ),
        ),
        steps=(
            from_partner(
                wd(-7),
                "social",
                "Father says the boy was to live with him, mother says not. In school with neither.",
            ),
            *taken(wd(-7), yes=("social-care",)),
            SafeguardingReferred(when=wd(-7), by="cmea-1", to="social care", reference="SC-4981"),
            checked(wd(-6)),
            registered(wd(-6), "Not recorded"),
            sent_to(
                "North",
                wd(-6),
                urgent=True,
                words="Social care is involved; parents disagree where he lives.",
            ),
            given_to("aio-north-1", wd(-5)),
            Visited(
                when=wd(-3),
                by="aio-north-1",
                outcome=VisitOutcome.NO_ANSWER,
                time_of_day="morning",
                seen="not seen",
                words="Curtains drawn, post on the mat. Card left. Neighbour has seen the mother this week.",
            ),
        ),
    ),
)
