"""Children whose families may not be approached, or only by a safe way; and two who carry much."""

from onroll.demonstration.county.cast import CastChild, Home, Referrer, Spell, State, sd, wd
from onroll.demonstration.county.script import (
    EnquirySent,
    HoldLifted,
    HoldPlaced,
    Noted,
    PlaceRequested,
    ReferralReceived,
    SafeguardingReferred,
    Story,
    StrategyDecided,
    Visited,
)
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
from rulebook.procedure.facts import EducationFound, HoldKind, ReferralKind, VisitOutcome

STORIES: tuple[Story, ...] = (
    Story(
        key="do-not-approach",
        title="Held: forced marriage is suspected",
        state=State.HELD,
        held=True,
        tags=("hold",),
        shows=(
            "Nothing may be sent, printed or planned towards the family, by anyone; the clocks go on as a "
            "manager's decision."
        ),
        locality=2,
        home=Home(house="39", street=12),
        parents=(father("Javed", "Chaudhry"), mother("Tahira", "Chaudhry")),
        children=(
            CastChild(
                key="zara",
                forename="Zara",
                surname="Chaudhry",
                sex="F",
                year=11,
                birthday=(9, 28),
                ethnicity="APKN",
                language="URD",
                schools=(
                    Spell(school="primary:1"),
                    Spell(
                        school="all_through",
                        left=sd(-4),
                        reason="OR",
                        ground="9(1)(f)",
                        destination="Home education",
                    ),
                ),
                reason="Not recorded",
            ),
        ),
        steps=(
            ReferralReceived(
                when=wd(-3),
                by="sch-dsl",
                kind=ReferralKind.SCHOOL,
                risk_now=True,
                concern="Withdrawn to be 'taught at home' "
                "in her last year. She told a friend that a wedding has been arranged for the "
                "holiday, abroad.",
                more="Do not ring the house. Her cousin works in the school kitchen.",
                referrer=Referrer(
                    name="Nadia Rahman",
                    role="Designated Safeguarding Lead",
                    agency="School",
                    telephone="01632 960139",
                    email="nadia.rahman@castle-meadow-high.wendlemere.example",
                ),
            ),
            *taken(
                wd(-3),
                yes=("child-said-something", "sudden-absence", "victim-of-crime", "ethnicity-or-culture"),
            ),
            HoldPlaced(
                when=wd(-3),
                by="cmea-1",
                kind=HoldKind.NO_APPROACH_FAMILY,
                words="Forced marriage is suspected.",
            ),
            SafeguardingReferred(when=wd(-3), by="cmea-1", to="social care", reference="SC-5020"),
            SafeguardingReferred(when=wd(-3), by="cmea-1", to="police", reference="WC/152/Z"),
            SafeguardingReferred(
                when=wd(-3), by="aem-1", to="Forced Marriage Unit", reference="By telephone"
            ),
            checked(wd(-2)),
            registered(wd(-2), "Not recorded", "honour-violence"),
            StrategyDecided(
                when=wd(-2), by="aem-1", words="The police lead. She is to be seen at the surgery, alone."
            ),
        ),
    ),
    Story(
        key="in-the-refuge",
        title="In a refuge: only by the safe way",
        state=State.TO_REFER,
        tags=("hold",),
        shows="A safe route and no other; the father, who has parental responsibility, is told nothing.",
        locality=6,
        home=Home(house="c/o", named="The Anchor Family Project", kind="temporary"),
        parents=(mother("Rebecca", "Ward"), father("Shaun", "Ward", elsewhere=True)),
        children=(
            CastChild(
                key="orla",
                forename="Orla",
                surname="Ward",
                sex="F",
                year=1,
                birthday=(5, 31),
                schools=(
                    Spell(
                        school="primary:1",
                        left=sd(-9),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Moved in from another local authority",
            ),
        ),
        steps=(
            from_partner(
                wd(-5),
                "anchor",
                "Mother and daughter fled at the weekend. Reach them through me and no other way.",
                risk_now=True,
            ),
            *taken(wd(-5), yes=("missing-with-family", "social-care"), by="cmea-2"),
            HoldPlaced(
                when=wd(-5),
                by="cmea-2",
                kind=HoldKind.SAFE_ROUTE_ONLY,
                words="Through Bisi Adeyemi at the Anchor.",
            ),
            HoldPlaced(
                when=wd(-5), by="cmea-2", kind=HoldKind.NO_CONTACT_PERSON, words="Shaun Ward, father."
            ),
            SafeguardingReferred(when=wd(-5), by="cmea-2", to="social care", reference="SC-5016"),
            checked(wd(-4), by="cmea-2"),
            registered(wd(-4), "Moved in from another local authority", "domestic-violence", by="cmea-2"),
            StrategyDecided(
                when=wd(-4),
                by="aem-1",
                words="A place through the worker, in another town, under her mother's name.",
            ),
        ),
    ),
    Story(
        key="hold-lifted",
        title="A hold that was lifted, and then a visit",
        state=State.PLACE_NEEDED,
        tags=("hold",),
        shows="A named manager lifted it, with a reason; the visit came after.",
        locality=8,
        home=Home(house="11", street=9, village=1),
        parents=(mother("Hodan", "Isse"),),
        children=(
            CastChild(
                key="ifrah",
                forename="Ifrah",
                surname="Isse",
                middle_names="Omar",
                sex="F",
                year=8,
                birthday=(1, 1),
                ethnicity="BAFR",
                language="SOM",
                schools=(
                    Spell(school="primary:0"),
                    Spell(
                        school="secondary",
                        left=sd(-55),
                        reason="OR",
                        ground="9(1)(h)",
                        destination="Not known",
                    ),
                ),
                reason="School dissatisfaction general",
            ),
        ),
        steps=(
            from_partner(
                wd(-40),
                "health",
                "Away all summer and not back at school. A younger cousin was the subject of an FGM order.",
            ),
            *taken(wd(-40), yes=("ethnicity-or-culture", "sudden-absence"), by="cmea-1"),
            HoldPlaced(
                when=wd(-40),
                by="cmea-1",
                kind=HoldKind.NO_APPROACH_FAMILY,
                words="Until social care has spoken to her.",
            ),
            SafeguardingReferred(when=wd(-40), by="cmea-1", to="social care", reference="SC-4700"),
            SafeguardingReferred(when=wd(-40), by="cmea-1", to="police", reference="WC/098/I"),
            StrategyDecided(when=wd(-39), by="aem-1", words="Social care to see her first."),
            checked(wd(-38)),
            registered(wd(-38), "Not recorded", "taken-abroad"),
            HoldLifted(
                when=wd(-26),
                by="aem-1",
                kind=HoldKind.NO_APPROACH_FAMILY,
                words=(
                    "Seen alone by social care and a doctor. No order is sought. The family may be visited."
                ),
            ),
            sent_to("Broads and Coast", wd(-25), urgent=True, words="After a hold."),
            given_to("aio-broads-1", wd(-24)),
            Visited(
                when=wd(-23),
                by="aio-broads-1",
                outcome=VisitOutcome.SEEN_LIVING_THERE,
                found=EducationFound.NONE,
                time_of_day="afternoon",
                seen="alone",
                education="None.",
                child_said="I thought I had been thrown out.",
            ),
            PlaceRequested(when=wd(-20), by="adm-1"),
        ),
    ),
    Story(
        key="baby-of-her-own",
        title="Fifteen, with a baby",
        state=State.VISIT_STANDARD,
        tags=("teenage parent",),
        shows="A young mother: what would help her, as much as where she should be.",
        locality=10,
        home=Home(house="Flat 6, 14", street=10),
        parents=(mother("Tracey", "Wells"),),
        children=(
            CastChild(
                key="chantelle",
                forename="Chantelle",
                surname="Wells",
                sex="F",
                year=10,
                birthday=(11, 6),
                schools=(
                    Spell(school="primary:3"),
                    Spell(
                        school="secondary",
                        left=sd(-60),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Physical health",
            ),
        ),
        steps=(
            from_partner(wd(-7), "health", "Baby of four weeks. She would like her exams."),
            *taken(wd(-6), yes=("social-care",), by="cmea-2"),
            SafeguardingReferred(
                when=wd(-6),
                by="cmea-2",
                to="social care",
                reference="SC-5003",
                words="Already supported; told.",
            ),
            checked(wd(-5), by="cmea-2"),
            registered(wd(-5), "Physical health", "teenage-parent", by="cmea-2"),
            sent_to("South", wd(-5), by="cmea-2"),
            given_to("aio-south-3", wd(-4)),
            EnquirySent(
                when=wd(-3),
                by="cmea-2",
                to="the young parents' unit",
                words="Have you room after the holiday?",
            ),
        ),
    ),
    Story(
        key="caring-for-mother",
        title="A boy who stays at home to look after his mother",
        state=State.VISIT_STANDARD,
        tags=("young carer",),
        shows="A young carer, told of by his grandmother, who is herself not sure whom to ring.",
        locality=3,
        home=Home(house="23", street=16, village=2),
        parents=(mother("Paula", "Frost"),),
        children=(
            CastChild(
                key="ewan",
                forename="Ewan",
                surname="Frost",
                sex="M",
                year=6,
                birthday=(2, 23),
                schools=(
                    Spell(
                        school="primary:4",
                        left=sd(-29),
                        reason="OR",
                        ground="9(1)(f)",
                        destination="Home education",
                    ),
                ),
                reason="Parental decision not to register at school",
            ),
        ),
        steps=(
            from_public(
                wd(-6),
                "Doreen Frost",
                "My daughter is poorly and Ewan does everything. He is ten. I cannot get there often.",
                role="Grandmother",
                telephone="01632 960355",
                omits=("upn", "ethnicity", "first_language"),
            ),
            *taken(wd(-5), yes=("social-care",)),
            SafeguardingReferred(
                when=wd(-5),
                by="cmea-1",
                to="social care",
                reference="SC-5011",
                words="Young carer's assessment.",
            ),
            checked(wd(-4)),
            registered(
                wd(-4), "Parental decision not to register at school", "young-carer", "parental-mental-health"
            ),
            sent_to("North", wd(-4)),
            given_to("aio-north-1", wd(-3)),
            Noted(
                when=wd(-2),
                by="aio-north-1",
                words="Rang the grandmother: afternoons are best; she will be there.",
            ),
        ),
    ),
)
