"""The rows of the forms, as the appendices of the procedure have them: what is asked, in order, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that a form asks: its name, its words, what may be ticked, and the room that a pen needs, in mm."""

    name: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    room: int = 8


@dataclass(frozen=True, kw_only=True)
class Section:
    """Rows under one heading."""

    rows: tuple[Asked, ...]
    heading: str = ""


REMOVAL_REASONS = {
    "another-school": "The pupil has been registered at another school (which school, below)",
    "moved-away": "House move out of county and new school unknown (new family address, below)",
    "not-located": "Continuously absent for 4 weeks or more; school and council have failed, after reasonable "
    "enquiry, to locate the pupil",
    "excluded": "Permanently excluded; all procedures are complete and the time for appeal is over",
    "educated-otherwise": "The parent has given notice in writing that the pupil is educated otherwise than at school",
}
TRANSFER_FILE = {
    "new-school": "Yes, for the new school to collect",
    "out-of-sector": "Yes, code MMMMMMM (out of the maintained system)",
    "missing": "Yes, code XXXXXXX (missing)",
    "no": "No (the reason, below)",
}

# Procedure Appendix 2.
CME1 = (
    Section(
        heading="The pupil",
        rows=(
            Asked(name="pupil_name", label="Name of pupil"),
            Asked(name="birth_date", label="Date of birth"),
            Asked(name="upn", label="UPN"),
            Asked(name="ethnicity", label="Ethnicity"),
            Asked(name="first_language", label="First language"),
            Asked(name="parent_names", label="Parents’ or carers’ names"),
        ),
    ),
    Section(
        heading="The removal",
        rows=(
            Asked(name="reason", label="Reason for removal", choices=REMOVAL_REASONS),
            Asked(name="new_school", label="New school, where known"),
            Asked(name="new_address", label="New family address, where the new school is not known", room=14),
            Asked(name="referred_on", label="Date referred to the Attendance Team"),
            Asked(name="further", label="Further information", room=22),
            Asked(
                name="transfer_file", label="Has the pupil’s CTF been placed on S2S?", choices=TRANSFER_FILE
            ),
            Asked(name="no_transfer_file", label="If not, the reason"),
            Asked(name="removed_on", label="Date taken off roll"),
        ),
    ),
    Section(
        heading="The school",
        rows=(
            Asked(name="school", label="School name"),
            Asked(name="school_phone", label="Telephone number"),
            Asked(name="school_contact", label="School contact"),
            Asked(name="position", label="Position"),
            Asked(name="dated_on", label="Date"),
        ),
    ),
)

CHILD = (
    Asked(name="child_name", label="Child’s name"),
    Asked(name="birth_date", label="Date of birth"),
    Asked(name="ethnicity", label="Ethnicity"),
    Asked(name="first_language", label="First language"),
    Asked(name="address", label="Address where the child lives or lived", room=16),
    Asked(name="parent_name", label="Parent’s or carer’s name"),
)

# Procedure Appendix 3.
CME2 = (
    Section(
        heading="The child", rows=(*CHILD, Asked(name="school", label="Name of current school (if any)"))
    ),
    Section(
        heading="Who tells us",
        rows=(
            Asked(name="referrer_name", label="Your name"),
            Asked(name="agency", label="Agency"),
            Asked(name="referrer_phone", label="Telephone number"),
            Asked(
                name="referrer_address",
                label="Address (so that we can tell you of the action we have taken)",
                room=16,
            ),
        ),
    ),
    Section(
        heading="What else would help",
        rows=(
            Asked(
                name="further",
                label="We will follow this up. Is there any other information that will help us do so?",
                room=34,
            ),
        ),
    ),
)

# Procedure Appendix 4.
CME3 = (
    Section(heading="The child", rows=CHILD),
    Section(
        heading="The referral",
        rows=(
            Asked(name="reason", label="Reason for referral", room=24),
            Asked(name="referrer_name", label="Referred by"),
            Asked(name="team", label="CS team"),
            Asked(name="referrer_phone", label="Telephone number"),
            Asked(name="contacts", label="Any other contacts"),
            Asked(name="further", label="Other information", room=24),
            Asked(name="dated_on", label="Date"),
        ),
    ),
)

# Procedure Appendix 5. The names are those of the fields that may be given to the area (rulebook.disclosure).
CME4 = (
    Section(
        heading="The child",
        rows=(
            Asked(name="child_name", label="Name of child"),
            Asked(name="born_on", label="Date of birth"),
            Asked(name="referred_on", label="Date of referral"),
            Asked(name="ethnicity", label="Ethnicity"),
            Asked(name="first_language", label="First language"),
            Asked(name="address", label="Known address", room=14),
            Asked(name="telephone", label="Telephone number"),
            Asked(name="mobile", label="Mobile telephone number (if available)"),
            Asked(name="parent_name", label="Parent’s or carer’s name"),
        ),
    ),
    Section(
        heading="The referral",
        rows=(
            Asked(name="reason", label="Reason for referral", room=14),
            Asked(name="urgent_reason", label="Why it is urgent"),
            Asked(name="referred_by_kind", label="Referred to CME by"),
            Asked(name="attendance_involvement", label="Previous attendance staff involvement"),
            Asked(
                name="child_protection",
                label="Child protection concerns or social care involvement (if known)",
            ),
            Asked(name="social_worker", label="Social worker’s details"),
            Asked(name="other_information", label="Other information", room=14),
            Asked(name="visit_due_on", label="To be visited by"),
        ),
    ),
)

# The sheet for a visit: prepare, do, record, in the order of the screen (VISIT-1 to VISIT-3).
SEEN = {
    "seen-living-there": "The child lives there, and was seen",
    "living-there-not-seen": "The child lives there, and was not seen",
    "no-answer": "Nobody answered",
    "no-access": "Could not get to the door, or was refused",
    "not-living-there": "The child does not live there",
    "no-such-address": "There is no such address",
}
SPOKEN_TO = {"alone": "Yes, alone", "with-family": "Yes, with the family", "not": "No"}
EDUCATION = {
    "none": "None",
    "on-roll": "On a school’s roll, the family says (which, below)",
    "home": "At home, the family says",
    "alternative": "Somewhere else, the family says (where, below)",
    "not-known": "Not known",
}
SUPPORT = {"yes": "Yes", "no": "No", "not-known": "Not known"}
VISIT_SHEET = (
    Section(
        heading="1. Prepare",
        rows=(
            Asked(name="child_name", label="Child"),
            Asked(name="born_on", label="Date of birth"),
            Asked(name="first_language", label="First language"),
            Asked(name="address", label="Address, and how sure it is"),
            Asked(name="who_lives_there", label="Who lives there, and who says so"),
            Asked(name="telephone", label="Telephone"),
            Asked(name="reason", label="Why the child is on the register"),
            Asked(name="safety", label="To know before you go"),
            Asked(name="child_protection", label="Social care"),
            Asked(name="attendance_involvement", label="Earlier attendance staff involvement"),
            Asked(name="earlier_visits", label="Earlier visits"),
            Asked(name="other_information", label="Other information"),
            Asked(name="officer_name", label="Officer"),
            Asked(name="visit_due_on", label="To be visited by"),
        ),
    ),
    Section(
        heading="2. At the address",
        rows=(
            Asked(name="went_on", label="Day and time"),
            Asked(name="who_went", label="Who went"),
            Asked(name="found", label="What did you find?", choices=SEEN),
            Asked(name="spoken_to", label="Was the child spoken to?", choices=SPOKEN_TO),
            Asked(name="child_words", label="The child’s own words", room=22),
            Asked(name="who_said", label="Who said what?", room=22),
        ),
    ),
    Section(
        heading="3. Record",
        rows=(
            Asked(name="education", label="What education does the child have?", choices=EDUCATION),
            Asked(name="education_words", label="Where, how many hours, since when?", room=16),
            Asked(name="support", label="Does the family need support?", choices=SUPPORT),
            Asked(name="support_words", label="What support, or what should happen next?", room=18),
            Asked(name="signed", label="Signature and date", room=12),
        ),
    ),
)

SECTIONS: Mapping[str, tuple[Section, ...]] = {
    "cme1": CME1,
    "cme2": CME2,
    "cme3": CME3,
    "cme4": CME4,
    "visit-sheet": VISIT_SHEET,
}
