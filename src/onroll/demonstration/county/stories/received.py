"""Notices that have just come."""

from onroll.demonstration.county.cast import CastChild, Home, Referrer, Spell, State, days, sd, wd, weeks
from onroll.demonstration.county.people import Situation
from onroll.demonstration.county.script import DeletionReturned, ReferralReceived, Story
from onroll.demonstration.county.stories.openings import (
    brought,
    father,
    from_partner,
    from_public,
    given_to,
    letter,
    mother,
)
from rulebook.procedure.facts import ReferralKind

STORIES: tuple[Story, ...] = (
    Story(
        key="neighbour-over-the-fence",
        title="A neighbour writes about the little girl next door",
        state=State.RECEIVED,
        shows=(
            "A notice from the public, an hour old: no birthday, a first name only half heard. "
            "Acknowledge it and look."
        ),
        locality=0,
        home=Home(house="14", street=4),
        parents=(mother("Amira", "Haddad"), father("Samer", "Haddad")),
        children=(
            CastChild(
                key="layan",
                forename="Layan",
                surname="Haddad",
                sex="F",
                year=3,
                birthday=(5, 14),
                ethnicity="OOTH",
                language="ARA",
                upn=False,
                reason="Moved in from another country",
                moved_in=weeks(-7),
                came_from="Syria",
            ),
        ),
        steps=(
            from_public(
                wd(0),
                "Jean Pye",
                "There is a little girl at number 14 who is at home every day. I hear her in the "
                "garden in school hours. The family came in the autumn and I do not think she has "
                "been to school once.",
                telephone="01632 960311",
                email="jean.pye@mail.example",
                more=(
                    "The mother is friendly but has not much English. Mornings are best. Please do not "
                    "say it was me."
                ),
                differs=(("forename", "Leyla"), ("surname", "Hadad"), ("about_age", 7)),
                omits=("upn", "born_on", "ethnicity", "first_language", "known_as", "current_school"),
            ),
        ),
    ),
    Story(
        key="health-visitor-big-brother",
        title="A health visitor meets a boy who should be in year 2",
        state=State.RECEIVED,
        shows="A CME 2 from a partner that signs in: complete, with a baby brother's record to go by.",
        locality=6,
        home=Home(house="Flat 3, 27", street=11),
        parents=(mother("Andreea", "Munteanu"), father("Ionuț", "Munteanu")),
        children=(
            CastChild(
                key="darius",
                forename="Darius",
                surname="Munteanu",
                sex="M",
                year=2,
                birthday=(11, 3),
                ethnicity="WOTH",
                language="RMN",
                upn=False,
                reason="Did not apply for school place at compulsory school age",
                moved_in=weeks(-40),
                came_from="Romania",
            ),
            CastChild(
                key="luca",
                forename="Luca",
                surname="Munteanu",
                sex="M",
                year=-4,
                birthday=(2, 19),
                ethnicity="WOTH",
                language="RMN",
                situation=Situation.TOO_YOUNG,
                upn=False,
                has_case=False,
            ),
        ),
        steps=(
            from_partner(
                wd(0),
                "health",
                "Seen at the one-year review of his baby brother. Darius is six and has never been to "
                "school here. Mother believed that school begins at seven, as at home.",
                more="Mother would welcome help with the application. A Romanian interpreter was needed.",
            ),
        ),
    ),
    Story(
        key="leaver-without-trace",
        title="A school takes a name off its roll, destination unknown",
        state=State.RECEIVED,
        shows="A CME 1 with the ground of 20 days' absence: see whether the joint enquiry is on record.",
        locality=3,
        home=Home(house="61", street=8),
        parents=(mother("Kelly", "Rudd"),),
        children=(
            CastChild(
                key="tyler",
                forename="Tyler",
                surname="Rudd",
                sex="M",
                year=9,
                birthday=(1, 27),
                sen="K",
                need="SEMH",
                schools=(
                    Spell(school="primary:1"),
                    Spell(
                        school="secondary",
                        left=sd(-1),
                        reason="UK",
                        ground="9(1)(i)",
                        destination="Not known",
                    ),
                ),
                reason="Not recorded",
            ),
        ),
        steps=(
            ReferralReceived(
                when=wd(-1),
                by="sch-3",
                kind=ReferralKind.CME1,
                concern="Not in school for 21 school days. "
                "Telephone out of use, two visits by the school, no reply to letters. House looks empty.",
                more="A cousin in year 7 says they have 'gone to stay with nan'. Nobody knows where that is.",
                referrer=Referrer(
                    name="Attendance office",
                    role="School",
                    agency="Thrapwick secondary school",
                    telephone="01632 960130",
                    email="office@thrapwick.wendlemere.example",
                ),
            ),
            DeletionReturned(
                when=wd(-1),
                by="sch-3",
                school="secondary",
                ground="9(1)(i)",
                deleted_on=sd(-1),
                transfer_file="XXXXXXX",
                words="Transfer file sent to the lost pupils of the exchange.",
            ),
        ),
    ),
    Story(
        key="admissions-flag",
        title="Admissions marks a child who has moved in and has no place",
        state=State.RECEIVED,
        shows="A child entered by Admissions on an in-year application, with no roll in the meantime.",
        locality=10,
        home=Home(house="33", street=2),
        parents=(mother("Chioma", "Okafor"), father("Emeka", "Okafor")),
        children=(
            CastChild(
                key="kelechi",
                forename="Kelechi",
                surname="Okafor",
                sex="M",
                year=6,
                birthday=(9, 30),
                ethnicity="BAFR",
                language="IGB",
                reason="School application awaiting outcome",
                moved_in=days(-16),
                came_from="another local authority",
            ),
        ),
        steps=(
            from_partner(
                wd(-1),
                "admissions",
                "In-year application received. Family moved from outside the county; year 6 is full "
                "in the three nearest schools. On no roll meanwhile.",
                kind=ReferralKind.ADMISSIONS,
                omits=(),
            ),
        ),
    ),
    Story(
        key="almost-nothing",
        title="A caller says a first name and a street",
        state=State.RECEIVED,
        shows="What can be done with almost nothing: no surname, no birthday, no number of the house.",
        locality=7,
        home=Home(house="52", street=19),
        parents=(father("Lee", "Gooch"),),
        children=(
            CastChild(
                key="summer",
                forename="Summer",
                surname="Gooch",
                sex="F",
                year=5,
                birthday=(7, 8),
                schools=(
                    Spell(
                        school="primary:2",
                        left=sd(-48),
                        reason="UK",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="Not recorded",
            ),
        ),
        steps=(
            from_public(
                wd(-2),
                "Not given",
                "A girl called Summer, down by the harbour, is never at school. Her dad mends boats.",
                role="Caller",
                omits=(
                    "upn",
                    "born_on",
                    "ethnicity",
                    "first_language",
                    "surname",
                    "address",
                    "postcode",
                    "parents",
                    "known_as",
                    "current_school",
                    "lived_there_since",
                ),
            ),
        ),
    ),
    Story(
        key="told-twice",
        title="Housing writes about a child we are already to visit",
        state=State.VISIT_STANDARD,
        shows="A second notice about Ryan Cole, spelt as housing spells it: find that it is the same child.",
        locality=1,
        home=Home(house="9", street=15, village=1),
        parents=(mother("Stacey", "Cole"),),
        tags=("duplicate",),
        children=(
            CastChild(
                key="ryan",
                forename="Ryan",
                surname="Cole",
                sex="M",
                year=8,
                birthday=(3, 3),
                schools=(
                    Spell(school="primary:0"),
                    Spell(
                        school="secondary",
                        left=sd(-34),
                        reason="OR",
                        ground="9(1)(g)",
                        destination="Not known",
                    ),
                ),
                reason="School dissatisfaction general",
            ),
        ),
        steps=(
            from_public(
                wd(-7),
                "Chantelle Cole",
                "My brother's boy has not been to school since the autumn. They fell out with the head.",
                role="Aunt",
                telephone="07700 900222",
                omits=("upn", "ethnicity", "first_language"),
            ),
            *brought(-6, "City", "School dissatisfaction general"),
            given_to("aio-city-3", wd(-4)),
            letter(wd(-4), "aio-city-3", wd(2)),
            from_partner(
                wd(-1),
                "housing",
                "I was at the property about a repair on a school day and the lad answered the door. He "
                "said he does not go to school any more.",
                more="Tenancy is in the name of S. Coles.",
                again=True,
                differs=(("forename", "Rian"), ("surname", "Coles"), ("about_age", 12)),
                omits=("upn", "born_on", "ethnicity", "first_language"),
            ),
        ),
    ),
)
