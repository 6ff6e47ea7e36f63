"""On which provision something may be kept out of what is given to whoever asks for all that is held of a child.

Nothing is kept out by itself but what names somebody else or whoever told us; everything else is somebody's decision,
with its provision. None of these was read in the statute: each is marked so, and is shown so.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One provision. ``advised``: whoever decides names the professional whose opinion it rests on."""

    code: str
    words: str
    source: str
    mark: str = "M"
    advised: bool = False


EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        code="third-party",
        words="It is about somebody else, who has not agreed, and it is not reasonable to give it without that",
        source="DPA 2018 Sch. 2 para. 16",
    ),
    Exemption(
        code="crime",
        words="Giving it would be likely to prejudice the prevention or detection of crime",
        source="DPA 2018 Sch. 2 para. 2",
    ),
    Exemption(
        code="privilege",
        words="It is legal advice, or made for proceedings",
        source="DPA 2018 Sch. 2 para. 19",
    ),
    Exemption(
        code="child-abuse",
        words="It tells that the child is or may be at risk of abuse, and giving it is not in the child’s interests",
        source="DPA 2018 Sch. 3 para. 21",
        advised=True,
    ),
    Exemption(
        code="harm-education",
        words="It is education data, and giving it would be likely to cause serious harm to somebody’s health",
        source="DPA 2018 Sch. 3 para. 19",
        advised=True,
    ),
    Exemption(
        code="harm-social-work",
        words="It is social work data, and giving it would prejudice that work by likely serious harm",
        source="DPA 2018 Sch. 3 para. 11",
        advised=True,
    ),
    Exemption(
        code="harm-health",
        words="It is health data, and giving it would be likely to cause serious harm to somebody’s health",
        source="DPA 2018 Sch. 3 para. 5",
        advised=True,
    ),
)
BY_CODE: Mapping[str, Exemption] = {each.code: each for each in EXEMPTIONS}
THIRD_PARTY = BY_CODE["third-party"]
MAY_BE_GIVEN = "DPA 2018 Sch. 2 para. 16(2): they agreed, or it is reasonable to give it"
