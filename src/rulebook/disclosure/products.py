"""What leaves the service, product by product: its recipients, purpose, power and the fields it may carry.

A field that a product does not name does not leave with it. A UPN leaves with none of these, as it is a blind number;
only inside a transfer file that goes to a school as it was received.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rulebook.findings import Finding
from rulebook.wording import listed


class Recipient(StrEnum):
    """The kinds of recipient."""

    PUBLIC_REFERRER = "public-referrer"
    PROFESSIONAL_REFERRER = "professional-referrer"
    AREA_ATTENDANCE = "area-attendance"
    PARENT = "parent"
    OTHER_AUTHORITY = "other-authority"
    OTHER_AGENCY = "other-agency"
    YOUTH_OFFENDING = "youth-offending"
    CONNEXIONS = "connexions"
    AREA_LEAD = "area-lead"
    HEALTH = "health"
    POLICE = "police"
    HOUSING = "housing"
    VOLUNTARY = "voluntary"
    SOCIAL_CARE = "social-care"
    SCHOOL = "school"
    OFFICER = "officer"
    CHILD = "child"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One thing that leaves. ``reaches_family`` is stopped by a hold over the family; ``not_of_held`` by any hold.

    ``narrower`` gives the fields of those recipients who do not get them all.
    """

    code: str
    words: str
    recipients: tuple[Recipient, ...]
    purpose: str
    power: str
    mark: str
    fields: tuple[str, ...]
    source: str
    reaches_family: bool = False
    not_of_held: bool = False
    narrower: Mapping[Recipient, tuple[str, ...]] = field(default_factory=dict)


# Each field by the name that products, templates and records of disclosure use, with its words.
FIELDS: Mapping[str, str] = {
    "case_reference": "case reference",
    "referral_reference": "referral reference",
    "promise": "that we will follow it up",
    "outcome_sentence": "one of the agreed sentences",
    "child_name": "child's name",
    "born_on": "date of birth",
    "referred_on": "date of referral",
    "ethnicity": "ethnicity",
    "first_language": "first language",
    "address": "address",
    "telephone": "telephone number",
    "mobile": "mobile number",
    "parent_name": "parent's or carer's name",
    "reason": "reason for the referral",
    "referred_by_kind": "whether a professional or a member of the public referred the child",
    "attendance_involvement": "earlier involvement of attendance staff",
    "child_protection": "child protection concerns and social care involvement",
    "social_worker": "social worker's details",
    "other_information": "other information",
    "urgent": "whether the visit is urgent",
    "urgent_reason": "why the visit is urgent",
    "visit_due_on": "day by which to visit",
    "visit_on": "day of the visit",
    "officer_name": "officer's name",
    "officer_contact": "how to reach the officer",
    "meeting_on": "day of the meeting",
    "meeting_time": "time of the meeting",
    "meeting_place": "place of the meeting",
    "because": "why it appears that the child is not in education",
    "school_name": "school of the order",
    "other_schools": "other schools that would be suitable",
    "made_on": "day of the order",
    "enquiry_reference": "our reference of the enquiry",
    "their_reference": "the other authority's reference",
    "asked_on": "day on which the other authority asked",
    "answer_by": "day by which an answer is asked for",
    "enquiry": "what is asked",
    "reply_sentence": "known, not known, or ask us by telephone",
    "other_names": "other names",
    "sex": "sex",
    "year_group": "year group",
    "last_school": "last school in our area",
    "who_lives_there": "who lives there",
    "earlier_visits": "earlier visits",
    "safety": "what to know before going",
    "known_here": "whether the child is known here",
    "checked_on": "day on which that was checked",
    "stopped_on": "day on which the child was stopped",
    "stopped_where": "where the child was stopped",
    "school_told": "school that the child named",
    "status_found": "whether the child has a school place",
    "action_taken": "what was done",
    "on_register_since": "on the register since",
    "stage": "where the case stands",
    "next_date": "next date",
    "waiting_on": "waiting on",
    "flag": "what to know first",
    "last_town": "last known town",
    "concern": "what the worry is",
    "transfer_file": "the transfer file as it was received",
    "area": "area of the case",
    "opened_on": "day since when the child is on the register",
    "last_year": "whether it is the last year of compulsory education",
    "upn": "UPN",
    "former_upn": "former UPN",
    "nhs_number": "NHS number",
    "referrer_name": "referrer's name",
    "referrer_contact": "how to reach the referrer",
    "held_identity": "who the child is",
    "held_family": "the family",
    "held_notices": "what we were told",
    "held_case": "the case",
    "held_visits": "searches and visits",
    "held_safeguarding": "safeguarding",
    "held_education": "education",
    "held_letters": "letters and messages",
    "held_shared": "whom it was shared with",
    "held_files": "files and lists",
    "held_done": "what was done",
    "held_looked": "who has looked, by role",
}
NEVER_IN_ANY = frozenset({"upn", "former_upn", "nhs_number", "referrer_name", "referrer_contact"})

PRODUCTS: tuple[Product, ...] = (
    Product(
        code="receipt",
        words="Receipt for a referral",
        recipients=(Recipient.PUBLIC_REFERRER, Recipient.PROFESSIONAL_REFERRER),
        purpose="To tell whoever referred a child that it has arrived",
        power="Procedure Appendix 3",
        mark="S",
        fields=("referral_reference", "promise"),
        source="Procedure Appendix 3",
    ),
    Product(
        code="outcome",
        words="Outcome for a referrer",
        recipients=(Recipient.PUBLIC_REFERRER, Recipient.PROFESSIONAL_REFERRER),
        purpose="To tell whoever referred a child how it ended",
        power="Children Act 2004 s.10 and s.11",
        mark="I",
        fields=("referral_reference", "outcome_sentence"),
        source="Procedure 4 and Appendix 3",
    ),
    Product(
        code="cme4",
        words="CME 4, to the area's attendance staff",
        recipients=(Recipient.AREA_ATTENDANCE,),
        purpose="To have the family visited",
        power="Education Act 1996 s.436A",
        mark="S",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "referred_on",
            "ethnicity",
            "first_language",
            "address",
            "telephone",
            "mobile",
            "parent_name",
            "reason",
            "referred_by_kind",
            "attendance_involvement",
            "child_protection",
            "social_worker",
            "other_information",
            "urgent",
            "urgent_reason",
            "visit_due_on",
        ),
        source="Procedure 3.1.2 and Appendix 5; decisions 8 and 30",
    ),
    Product(
        code="visit-letter",
        words="Letter to the family before a visit",
        recipients=(Recipient.PARENT,),
        purpose="To tell the family that an officer will call",
        power="Education Act 1996 s.436A",
        mark="S",
        fields=(
            "case_reference",
            "child_name",
            "parent_name",
            "address",
            "visit_on",
            "officer_name",
            "officer_contact",
        ),
        source="Procedure 3.1.4",
        reaches_family=True,
    ),
    Product(
        code="appointment",
        words="Appointment with the family",
        recipients=(Recipient.PARENT,),
        purpose="To meet the family",
        power="Education Act 1996 s.436A",
        mark="I",
        fields=(
            "case_reference",
            "child_name",
            "parent_name",
            "address",
            "meeting_on",
            "meeting_time",
            "meeting_place",
            "officer_name",
            "officer_contact",
        ),
        source="Procedure 3.1.4",
        reaches_family=True,
    ),
    Product(
        code="order-notice",
        words="Notice to satisfy the authority",
        recipients=(Recipient.PARENT,),
        purpose="To require the parent to satisfy the authority that the child receives suitable education",
        power="Education Act 1996 s.437(1)",
        mark="S",
        fields=("case_reference", "child_name", "born_on", "parent_name", "address", "because"),
        source="Education Act 1996 s.437(1) and (2); SAO-1",
        reaches_family=True,
    ),
    Product(
        code="order-school-notice",
        words="Notice of the school to be named",
        recipients=(Recipient.PARENT,),
        purpose="To tell the parent which school the order would name, and what may be chosen",
        power="Education Act 1996 s.438",
        mark="M",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "parent_name",
            "address",
            "school_name",
            "other_schools",
        ),
        source="Education Act 1996 s.438; SAO-1",
        reaches_family=True,
    ),
    Product(
        code="order",
        words="School attendance order",
        recipients=(Recipient.PARENT,),
        purpose="To require the parent to have the child registered at the school named",
        power="Education Act 1996 s.437(3)",
        mark="S",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "parent_name",
            "address",
            "school_name",
            "made_on",
        ),
        source="Education Act 1996 s.437(3) and (4); SAO-1",
        reaches_family=True,
    ),
    Product(
        code="la-enquiry",
        words="Enquiry to another authority",
        recipients=(Recipient.OTHER_AUTHORITY,),
        purpose="To find out whether a child is known to another authority",
        power="Education Act 1996 s.436A; Children Act 2004 s.10",
        mark="I",
        fields=(
            "enquiry_reference",
            "child_name",
            "other_names",
            "born_on",
            "sex",
            "year_group",
            "last_school",
            "enquiry",
            "answer_by",
            "officer_name",
            "officer_contact",
        ),
        source="Procedure 2.7.12 and 6.1; OTHERLA-1",
    ),
    Product(
        code="la-reply",
        words="Reply to another authority",
        recipients=(Recipient.OTHER_AUTHORITY, Recipient.OTHER_AGENCY),
        purpose="To say whether a child is known, and who can say more by telephone",
        power="Education Act 1996 s.436A; Children Act 2004 s.10",
        mark="I",
        fields=(
            "enquiry_reference",
            "their_reference",
            "asked_on",
            "reply_sentence",
            "checked_on",
            "officer_name",
            "officer_contact",
        ),
        source="Procedure 2.7.12 and 6.1; OTHERLA-1; decision 36",
    ),
    Product(
        code="la-answer-spoken",
        words="Answer to another authority that was rung back",
        recipients=(Recipient.OTHER_AUTHORITY, Recipient.OTHER_AGENCY),
        purpose="To say by telephone where a child is educated, to whoever was rung back at a published number",
        power="Education Act 1996 s.436A; Children Act 2004 s.10",
        mark="I",
        fields=("enquiry_reference", "known_here", "checked_on", "school_name"),
        source="Procedure 3.1.2 and 2.7.12; decision 36; access model 8",
    ),
    Product(
        code="transfer-file",
        words="Transfer file of a lost pupil, sent on",
        recipients=(Recipient.SCHOOL,),
        purpose="To give the school that admitted a lost pupil the transfer file that was made when the pupil left",
        power="Education (Pupil Information) (England) Regulations 2005; Education Act 1996 s.408",
        mark="B",
        fields=("transfer_file",),
        source="Procedure 6.1(v)",
    ),
    Product(
        code="sweep-share",
        words="What a truancy sweep found",
        recipients=(Recipient.YOUTH_OFFENDING, Recipient.CONNEXIONS),
        purpose="To share with partners which children were stopped in a truancy sweep",
        power="Children Act 2004 s.10; Crime and Disorder Act 1998 s.115",
        mark="I",
        fields=(
            "child_name",
            "born_on",
            "stopped_on",
            "stopped_where",
            "school_told",
            "status_found",
            "action_taken",
        ),
        source="Procedure 3.1.4; SWEEP-2",
    ),
    Product(
        code="visit-sheet",
        words="Sheet for a visit",
        recipients=(Recipient.AREA_ATTENDANCE,),
        purpose="To prepare, make and record a visit",
        power="Education Act 1996 s.436A",
        mark="S",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "first_language",
            "address",
            "telephone",
            "parent_name",
            "who_lives_there",
            "reason",
            "earlier_visits",
            "safety",
            "child_protection",
            "attendance_involvement",
            "other_information",
            "urgent",
            "visit_due_on",
            "officer_name",
        ),
        source="Procedure 3.1.4; VISIT-1 to VISIT-3",
    ),
    Product(
        code="monthly-register",
        words="Monthly register of an area",
        recipients=(Recipient.AREA_LEAD,),
        purpose="To let the area’s staff bring the register up to date, so that no child is missed",
        power="Education Act 1996 s.436A; Children Act 2004 s.11",
        mark="I",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "sex",
            "year_group",
            "last_town",
            "on_register_since",
            "stage",
            "next_date",
            "waiting_on",
            "officer_name",
            "flag",
        ),
        source="Procedure 3.1.2 and 3.1.3; MONTHLY-1; access model 8",
    ),
    Product(
        code="termly-list",
        words="Termly list of children not found",
        recipients=(
            Recipient.AREA_LEAD,
            Recipient.HEALTH,
            Recipient.POLICE,
            Recipient.YOUTH_OFFENDING,
            Recipient.HOUSING,
            Recipient.VOLUNTARY,
            Recipient.SOCIAL_CARE,
            Recipient.CONNEXIONS,
        ),
        purpose="To find out what another agency knows of a child whose whereabouts are not known",
        power="Education Act 1996 s.436A; Children Act 2004 s.10",
        mark="I",
        fields=("child_name", "born_on", "sex", "year_group", "last_town"),
        source="Procedure 3.1.3; TERMLY-1; access model 8",
        not_of_held=True,
        # What each needs to know a child by, and no more: an authority agrees this with its partners.
        narrower={
            Recipient.HEALTH: ("child_name", "born_on", "sex", "last_town"),
            Recipient.POLICE: ("child_name", "born_on", "sex", "last_town"),
            Recipient.HOUSING: ("child_name", "born_on", "last_town"),
            Recipient.VOLUNTARY: ("child_name", "year_group", "last_town"),
            Recipient.CONNEXIONS: ("child_name", "born_on", "year_group", "last_town"),
        },
    ),
    Product(
        code="post-16-list",
        words="Post-16 list",
        recipients=(Recipient.CONNEXIONS,),
        purpose="To record a child in the last year of compulsory education with the post-16 team, so that support and "
        "an offer of learning follow at 16",
        power="Education Act 1996 s.436A; Education and Skills Act 2008 s.68",
        mark="I",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "sex",
            "year_group",
            "address",
            "on_register_since",
            "officer_name",
        ),
        source="Procedure 3.1.2; LEAVER-1; decisions 27 and 39",
        not_of_held=True,
    ),
    Product(
        code="emergency-share",
        words="Shared at once, to keep a child safe",
        recipients=(Recipient.SOCIAL_CARE, Recipient.POLICE),
        purpose="To keep a child from harm",
        power="Children Act 2004 s.10 and s.11; Data Protection Act 2018 Sch 1 para 18",
        mark="I",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "sex",
            "address",
            "parent_name",
            "telephone",
            "concern",
            "officer_name",
            "officer_contact",
        ),
        source="Procedure 1.6 and 2.7.4; access model 8",
    ),
    Product(
        code="reminder",
        words="Reminder to whoever holds a case",
        recipients=(Recipient.OFFICER,),
        purpose="To remind an officer of the authority of a case that waits",
        power="Education Act 1996 s.436A",
        mark="I",
        fields=("case_reference", "waiting_on", "next_date"),
        source="Procedure 3.1.2; decision 33",
    ),
    Product(
        code="list-reminder",
        words="Reminder that a shared list waits for an answer",
        recipients=(
            Recipient.AREA_LEAD,
            Recipient.HEALTH,
            Recipient.POLICE,
            Recipient.YOUTH_OFFENDING,
            Recipient.HOUSING,
            Recipient.VOLUNTARY,
            Recipient.SOCIAL_CARE,
            Recipient.CONNEXIONS,
        ),
        purpose="To have what a recipient knows of the children on a list",
        power="Education Act 1996 s.436A",
        mark="I",
        fields=(),
        source="Procedure 3.1.3; decision 26",
    ),
    Product(
        code="roll-reminder",
        words="Reminder that a roll is awaited",
        recipients=(Recipient.SCHOOL,),
        purpose="To have the newest roll of a school, so that a child who is on it is found",
        power="Education Act 1996 s.436A",
        mark="I",
        fields=(),
        source="Procedure 3.1.2",
    ),
    Product(
        code="register-list",
        words="List of the register",
        recipients=(Recipient.OFFICER,),
        purpose="To work through the cases that an officer answers for",
        power="Education Act 1996 s.436A",
        mark="I",
        fields=(
            "case_reference",
            "child_name",
            "born_on",
            "year_group",
            "last_year",
            "area",
            "opened_on",
            "stage",
            "next_date",
            "waiting_on",
            "officer_name",
        ),
        source="Procedure 3.1.2; decision 25; access model 8",
    ),
    Product(
        code="subject-access",
        words="All that is held of a child, for whoever may ask for it",
        recipients=(Recipient.CHILD, Recipient.PARENT, Recipient.REPRESENTATIVE),
        purpose="To answer a request for access",
        power="UK GDPR art. 15",
        mark="M",
        fields=tuple(name for name in FIELDS if name.startswith("held_")),
        source="UK GDPR art. 15; DPA 2018 Sch. 2 and 3",
        reaches_family=True,
    ),
)


def product_of(code: str) -> Product:
    """Return the product with this code. Raises ValueError for an unknown one."""
    for product in PRODUCTS:
        if product.code == code:
            return product
    raise ValueError(f"unknown product {code!r}: expected one of {', '.join(each.code for each in PRODUCTS)}")


def fields_for(product: str, *, recipient: Recipient) -> frozenset[str]:
    """Return the fields that may go to this recipient with this product; none when it is not a recipient of it."""
    chosen = product_of(product)
    allowed = chosen.narrower.get(recipient, chosen.fields)
    return frozenset(allowed) if recipient in chosen.recipients else frozenset()


def cut(values: Mapping[str, object], *, product: str, recipient: Recipient) -> dict[str, object]:
    """Return only what may go, in the order in which the product names it."""
    allowed = fields_for(product, recipient=recipient)
    return {name: values[name] for name in product_of(product).fields if name in allowed and name in values}


def may_disclose(
    fields: Iterable[str], *, product: str, recipient: Recipient, held: bool = False
) -> tuple[Finding, ...]:
    """Return why these fields may not go to this recipient with this product; nothing when they may.

    ``held`` tells that a hold stands over the child: then nothing goes that reaches the family, nor on a list.
    """
    chosen = product_of(product)
    findings: list[Finding] = []
    if recipient not in chosen.recipients:
        words = (
            f"{chosen.words} does not go to a {recipient.value.replace('-', ' ')}. Choose another recipient."
        )
        findings.append(Finding("recipient-not-allowed", words, source=chosen.source, where="recipient"))
    if held and chosen.reaches_family:
        words = "A hold stands: nothing may be sent to the family. Speak to the manager who placed it."
        findings.append(Finding("hold-stands", words, source="Procedure 2.7.10; decision 30"))
    if held and chosen.not_of_held:
        words = "A hold stands: the child is on no list. Ask each partner by hand, where that is safe."
        findings.append(Finding("hold-leaves-out", words, source="access model 7 and 8"))
    allowed = chosen.narrower.get(recipient, chosen.fields)
    extra = tuple(sorted(set(fields) - set(allowed)))
    if extra:
        named = listed(tuple(FIELDS.get(name, name) for name in extra))
        words = f"{chosen.words} may not carry: {named}. Take it out."
        findings.append(Finding("field-not-allowed", words, source=chosen.source, where=", ".join(extra)))
    return tuple(findings)
