"""Children who are being looked for in the rolls, and what is found there."""

from onroll.demonstration.county.cast import CastChild, Home, Spell, State, days, sd, wd, weeks
from onroll.demonstration.county.people import Situation
from onroll.demonstration.county.script import (
    CandidateDecided,
    EnquirySent,
    HandedOver,
    Noted,
    OutcomeRecorded,
    ReferrerTold,
    RollChecked,
    SchoolAnswered,
    Story,
)
from onroll.demonstration.county.stories.openings import (
    ALL_LISTS,
    checked,
    father,
    from_partner,
    from_public,
    mother,
    taken,
)
from rulebook.procedure.facts import CheckResult, ReferralKind
from rulebook.procedure.outcomes import ConfirmedBy, Reply

STORIES: tuple[Story, ...] = (
    Story(
        key="twins-in-one-form",
        title="Twins, and one of them may be known already",
        state=State.CHECKING,
        tags=("twins",),
        shows=(
            "Same surname, birthday and home, two children: one match to decide and one that looks like "
            "it and is not."
        ),
        locality=2,
        home=Home(house="18", street=6, village=0),
        parents=(mother("Agnieszka", "Nowak"), father("Tomasz", "Nowak")),
        children=(
            CastChild(
                key="kacper",
                forename="Kacper",
                surname="Nowak",
                sex="M",
                year=4,
                birthday=(10, 12),
                ethnicity="WOTH",
                language="POL",
                twin=True,
                schools=(Spell(school="primary:0", left=sd(-66), reason="OR", destination="Poland"),),
                reason="Moved in from another country",
                moved_in=days(-20),
                came_from="Poland",
            ),
            CastChild(
                key="oskar",
                forename="Oskar",
                surname="Nowak",
                sex="M",
                year=4,
                birthday=(10, 12),
                ethnicity="WOTH",
                language="POL",
                twin=True,
                upn=False,
                reason="Moved in from another country",
                moved_in=days(-20),
                came_from="Poland",
            ),
        ),
        steps=(
            from_partner(
                wd(-3),
                "gp",
                "Both boys registered here on their return from Poland. Not in school since the summer.",
                more="They may have been at school in the city before. Mother could not recall the name.",
                differs=(("surname", "Novak"),),
            ),
            *taken(wd(-2)),
            RollChecked(
                when=wd(-1),
                by="cmea-1",
                searched=ALL_LISTS,
                result=CheckResult.UNCLEAR,
                words="A former pupil of the "
                "same birthday and surname at one school. Which of the two is he? Ask the school and "
                "the surgery.",
            ),
        ),
    ),
    Story(
        key="ola-enquiry",
        title="Harrowmarsh asks whether a family has come to us",
        state=State.CHECKING,
        tags=("other authority",),
        shows="An enquiry from another authority, checked against the rolls today, with an answer to draft.",
        locality=5,
        home=Home(house="7", street=13),
        parents=(mother("Ubah", "Warsame"),),
        children=(
            CastChild(
                key="mahad",
                forename="Mahad",
                surname="Warsame",
                middle_names="Jama",
                sex="M",
                year=7,
                birthday=(1, 1),
                ethnicity="BAFR",
                language="SOM",
                schools=(Spell(school="secondary18", began=sd(-9)),),
                situation=Situation.ON_ROLL,
                moved_in=weeks(-4),
                came_from="another local authority",
            ),
        ),
        steps=(
            from_partner(
                wd(-2),
                "harrowmarsh",
                "Left our school in the half-term. A neighbour believes they moved to the Barrowdene "
                "side. Is he on a roll with you?",
                kind=ReferralKind.OTHER_AUTHORITY,
                differs=(("forename", "Mahed"), ("surname", "Jama")),
                omits=("address", "postcode"),
            ),
            *taken(wd(-1)),
            RollChecked(
                when=wd(-1),
                by="cmea-1",
                searched=("school rolls",),
                result=CheckResult.UNCLEAR,
                words=(
                    "No Mahed Jama. A Mahad Warsame with the same birthday started two weeks ago: but 1 "
                    "January is "
                    "a birthday that many share. Ask for the mother's name."
                ),
            ),
            EnquirySent(
                when=wd(-1),
                by="cmea-1",
                to="Harrowmarsh County Council",
                words="What is the mother called, and has he a brother or sister?",
            ),
        ),
    ),
    Story(
        key="one-name-only",
        title="A girl with one name and a birthday on 1 January",
        state=State.CHECKING,
        shows="No surname at all, a birthday that was given at the border, and a name spelt three ways.",
        locality=0,
        home=Home(house="Room 6,", named="Priory House Hostel, Church Street", kind="temporary"),
        parents=(mother("Zarghona", "Safi"),),
        children=(
            CastChild(
                key="parwana",
                forename="Parwana",
                surname="",
                sex="F",
                year=8,
                birthday=(1, 1),
                ethnicity="AOTH",
                language="PRS",
                upn=False,
                reason="Moved in from another country",
                moved_in=days(-26),
                came_from="Afghanistan",
            ),
        ),
        steps=(
            from_partner(
                wd(-4),
                "anchor",
                "Staying with us in the family room with her mother and baby sister. Papers show one name. "
                "Wants very much to go to school.",
                more="Dari. She reads some English.",
                differs=(("forename", "Parvana"), ("surname", "Safi")),
            ),
            *taken(
                wd(-3),
                yes=("immigration",),
                words="Asylum claim open; support worker in place. For the manager to decide.",
            ),
            RollChecked(
                when=wd(-2),
                by="cmea-1",
                searched=ALL_LISTS,
                result=CheckResult.UNCLEAR,
                words="Two girls of that birthday and a name like it. Neither has her mother's name.",
            ),
            Noted(
                when=wd(-1), by="cmea-1", words="Rang the project. They will ask for the number on her card."
            ),
        ),
    ),
    Story(
        key="same-name-other-girl",
        title="Two girls of one name, decided apart",
        state=State.CHECKING,
        tags=("match",),
        shows=(
            "A candidate who was looked at and found to be another child: the decision stands, with its "
            "reason, and can be undone."
        ),
        locality=1,
        home=Home(house="Flat 9, 40", street=17),
        parents=(mother("Shazia", "Khan"), father("Tariq", "Khan")),
        children=(
            CastChild(
                key="aisha",
                forename="Aisha",
                surname="Khan",
                sex="F",
                year=6,
                birthday=(3, 18),
                ethnicity="APKN",
                language="URD",
                reason="Did not get school preference",
                schools=(
                    Spell(
                        school="primary:1",
                        left=sd(-12),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
            ),
        ),
        steps=(
            from_public(
                wd(-6),
                "Nazia Malik",
                "My niece has had no school since they moved flat. They were told there is no room.",
                role="Aunt",
                telephone="07700 900415",
                email="nazia.malik@mail.example",
                omits=("upn",),
                differs=(("forename", "Ayesha"),),
            ),
            *taken(wd(-5)),
            CandidateDecided(
                when=wd(-4),
                by="cmea-2",
                candidate="an Ayesha Khan in year 6 at another school",
                decision="different",
                words="Same name, born a year apart, other parents. The school knows her well.",
            ),
            RollChecked(
                when=wd(-4),
                by="cmea-2",
                searched=("school rolls", "home education"),
                result=CheckResult.UNCLEAR,
                words="Her last school's list is six weeks old. Asked for a new one.",
            ),
        ),
    ),
    Story(
        key="not-yet-five",
        title="A neighbour worries about a child of four",
        state=State.CLOSED,
        tags=("under age",),
        shows="Below compulsory school age: advice given, diarised to the day it begins, never counted.",
        locality=11,
        home=Home(house="4", street=21),
        parents=(mother("Jade", "Lark"),),
        children=(
            CastChild(
                key="albie",
                forename="Albie",
                surname="Lark",
                sex="M",
                year=-1,
                birthday=(9, 3),
                upn=False,
                situation=Situation.TOO_YOUNG,
            ),
        ),
        steps=(
            from_public(
                wd(-12),
                "Olive Marsh",
                "The little boy opposite is big enough for school and is at home all day.",
                email="olive.marsh@mail.example",
                differs=(("about_age", 5),),
            ),
            *taken(wd(-11)),
            checked(wd(-10)),
            OutcomeRecorded(
                when=wd(-9),
                by="cmea-1",
                outcome="under-age",
                confirmed_by=ConfirmedBy.DATE_OF_BIRTH,
                confirmed_on=wd(-10),
                given_by="Birth register",
                words="Four years old. The family has the admissions leaflet for next September.",
            ),
            ReferrerTold(when=wd(-9), by="cmea-1", reply=Reply.NO_FURTHER_ACTION),
        ),
    ),
    Story(
        key="on-roll-not-coming",
        title="On a roll, and hardly ever there",
        state=State.CLOSED,
        tags=("attendance",),
        shows=(
            "A notice that is not about missing education: found on a roll, handed to the attendance "
            "route, never counted."
        ),
        locality=9,
        home=Home(house="88", street=5),
        parents=(mother("Donna", "Penfold"),),
        children=(
            CastChild(
                key="levi",
                forename="Levi",
                surname="Penfold",
                sex="M",
                year=10,
                birthday=(12, 2),
                ethnicity="WROM",
                schools=(Spell(school="primary:0"), Spell(school="secondary18")),
                situation=Situation.ON_ROLL,
            ),
        ),
        steps=(
            from_partner(wd(-15), "yot", "Tells me he has not been to school since the holidays."),
            *taken(wd(-15)),
            RollChecked(
                when=wd(-14),
                by="cmea-2",
                searched=("school rolls",),
                result=CheckResult.ON_ROLL,
                school="secondary18",
            ),
            SchoolAnswered(
                when=wd(-12),
                by="cmea-2",
                school="secondary18",
                attends=False,
                given_by="Attendance office",
                words="On roll in year 10. 41 per cent attendance this term; last seen nine school days ago.",
            ),
            HandedOver(
                when=wd(-11), by="cmea-2", to="Attendance, South", words="Accepted by the area manager."
            ),
            OutcomeRecorded(
                when=wd(-11),
                by="cmea-2",
                outcome="attendance-route",
                given_by="Attendance office",
                confirmed_by=ConfirmedBy.SCHOOL_NOT_ATTENDING,
                confirmed_on=wd(-12),
                words="Registered and not attending: a matter for the school and the area.",
            ),
            ReferrerTold(when=wd(-10), by="cmea-2", reply=Reply.BEING_HELPED),
        ),
    ),
)
