"""The checklist of reasonable enquiries after a child who cannot be found: what is usually asked, of whom, by whom.

No list is prescribed; each case is judged by itself, and what was done is recorded line by line. [B]
"""

from collections.abc import Mapping
from dataclasses import dataclass

SCHOOL, AUTHORITY, EITHER = "school", "authority", "either"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One line of the checklist: its code, its words, and who usually makes the enquiry."""

    code: str
    words: str
    actor: str


ENQUIRIES: tuple[Enquiry, ...] = (
    Enquiry("contacts-called", "First-day call; all emergency contacts by phone, text and email", SCHOOL),
    Enquiry("contacts-written-to", "Letters to the last address and to the emergency contacts", SCHOOL),
    Enquiry("friends-neighbours", "Staff, pupils, friends and neighbours asked, where appropriate", SCHOOL),
    Enquiry("siblings-school", "The school of a brother or sister: attending? forwarding address?", EITHER),
    Enquiry(
        "local-records", "The school\u2019s own data and the education database of the authority", AUTHORITY
    ),
    Enquiry("lost-pupils", "S2S: has the next school asked? Lost Pupil Database searched", AUTHORITY),
    Enquiry("home-visited", "Home visited, with time, who and outcome; neighbours; landlord", EITHER),
    Enquiry("social-care", "Children\u2019s social care, early help, virtual school", AUTHORITY),
    Enquiry("health", "Health: GP, school nursing, health visiting, emergency department", AUTHORITY),
    Enquiry("housing", "Housing benefit, council tax, housing provider, refuge", AUTHORITY),
    Enquiry("police", "Police (welfare check; missing person report if at risk), youth justice", EITHER),
    Enquiry("other-authorities", "CME officers of the last known and suspected authorities", AUTHORITY),
    Enquiry("revenue", "HMRC (child benefit address), under a local agreement", AUTHORITY),
    Enquiry("border", "Home Office or Border Force, where the family may have left the UK", AUTHORITY),
    Enquiry(
        "communities", "Armed forces families, Traveller education, faith and community groups", AUTHORITY
    ),
    Enquiry(
        "pupil-information", "Get Information About Pupils, by an officer who is permitted to", AUTHORITY
    ),
    Enquiry("embassy", "Embassy or Forced Marriage Unit, where indicated: not the family first", AUTHORITY),
)

BY_CODE: Mapping[str, Enquiry] = {each.code: each for each in ENQUIRIES}


def enquiry_of(code: str) -> Enquiry:
    """Return the line with this code. Raises ValueError for an unknown one."""
    if code not in BY_CODE:
        raise ValueError(f"unknown enquiry {code!r}: expected one of {', '.join(BY_CODE)}")
    return BY_CODE[code]
