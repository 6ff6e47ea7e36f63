"""How a school is asked for the facts that a ground reads: a page for each, and which condition asks for which.

The questions of a ground are the rulebook's; here stands only how its facts are asked for.
"""

from collections.abc import Mapping, Sequence

from onroll.intake.forms.asking import Page, Question

DONE_ELSEWHERE = frozenset(
    # What the service knows by itself: the age by the date of birth, the school by the register of schools.
    {
        "of-compulsory-age", "of-compulsory-age-2006", "not-of-compulsory-age", "over-age-at-next-meeting",
        "state-school", "not-state-school", "not-covered-by-another",
    }
)  # fmt: skip
OUTCOMES_OF_ENQUIRY = (
    ("not-found", "The child was not found"),
    ("found-will-not-return", "The child was found, and nothing points to attendance here again"),
    ("found-may-return", "The child was found, and may attend here again"),
)


def date_asked(
    name: str, label: str, called: str, *, required: bool = True, past: bool = True, hint: str = ""
) -> Question:
    """Return a question for a day; one that is ``past`` lies today or before."""
    return Question(
        name=name, label=label, called=called, kind="date", required=required, past=past, hint=hint
    )


def plain_asked(name: str, label: str, missing: str, **more: object) -> Question:
    """Return a question that is answered yes or no."""
    return Question(name=name, label=label, kind="yes-no", required=True, missing=missing, **more)  # type: ignore[arg-type]


EVIDENCE: tuple[Page, ...] = (
    Page(
        slug="other-school",
        heading="At which other school is the child registered?",
        intro="Ask that school to confirm it before you take the name off.",
        questions=(
            plain_asked(
                "registered_elsewhere", "Is the child registered at another school?",
                "Say whether the child is registered at another school",
                reveals={"yes": ("other_school", "other_registered_on")},
            ),
            Question(name="other_school", label="Name of the school", called="the name of the school", required=True),
            date_asked("other_registered_on", "Registered there since", "the day of registration there", past=False),
        ),
    ),
    Page(
        slug="other-consent",
        heading="Does the other school consent to this removal?",
        questions=(
            Question(
                name="other_consent", label="What did the other school answer?", kind="choice", required=True,
                missing="Choose what the other school answered",
                choices=(("given", "It consents"), ("refused", "It does not consent"), ("none", "It was not asked")),
                reveals={"given": ("other_consent_on",), "refused": ("other_consent_on",)},
            ),
            date_asked("other_consent_on", "When?", "the day of the answer"),
        ),
    ),
    Page(
        slug="order",
        heading="Is there a school attendance order?",
        questions=(
            plain_asked(
                "order", "Does, or did, a school attendance order name your school for this child?",
                "Say whether an order names your school",
                reveals={"yes": ("order_made_on", "order_became", "order_ended_on")},
            ),
            date_asked("order_made_on", "When was it made?", "the day of the order"),
            Question(
                name="order_became", label="What has become of it?", kind="choice", required=True,
                missing="Choose what has become of the order",
                choices=(
                    ("stands", "It still names your school"),
                    ("another", "It was changed to name another school"),
                    ("revoked-education", "It was revoked, because the child is educated otherwise than at school"),
                    ("revoked-other", "It was revoked for another reason"),
                ),
            ),
            date_asked("order_ended_on", "Changed or revoked on", "the day of the change", required=False),
        ),
    ),
    Page(
        slug="mobile",
        heading="Does the family travel for its work?",
        questions=(
            plain_asked(
                "main_school", "Is yours the main school of a child whose family travels for its work?",
                "Say whether yours is the main school of such a child",
            ),
        ),
    ),
    Page(
        slug="dual",
        heading="Is the child meant to be at two schools?",
        questions=(
            plain_asked(
                "dual_registration_agreed", "Has it been agreed that the child is registered at more than one school?",
                "Say whether that has been agreed",
            ),
        ),
    ),
    Page(
        slug="last-day",
        heading="When did the child last attend?",
        questions=(date_asked("last_attended_on", "Last day of attendance", "the last day of attendance"),),
    ),
    Page(
        slug="return",
        heading="Might the child attend your school again?",
        questions=(
            plain_asked(
                "may_attend_again", "Do you have reasonable grounds to believe that the child will attend again?",
                "Say whether you believe that the child will attend again",
            ),
        ),
    ),
    Page(
        slug="sickness",
        heading="Is the child ill, or kept away by something nobody can help?",
        questions=(
            plain_asked(
                "kept_away_by_sickness",
                "Do you have reasonable grounds to believe that sickness or an unavoidable cause keeps the child away?",
                "Say whether sickness or an unavoidable cause keeps the child away",
            ),
        ),
    ),
    Page(
        slug="notice",
        heading="What did the parent tell you?",
        intro="A parent’s word on the telephone is not enough: the name stays on the roll until it is in writing.",
        questions=(
            Question(
                name="notice", label="Has a parent said that the child will be educated otherwise than at school?",
                kind="choice", required=True, missing="Choose what the parent has said",
                choices=(("written", "Yes, in writing"), ("spoken", "Yes, but not in writing"), ("none", "No")),
                reveals={"written": ("notice_received_on", "education_from"), "spoken": ("notice_received_on",)},
            ),
            date_asked("notice_received_on", "When did you receive it?", "the day on which you received it"),
            date_asked("education_from", "From which day, as the notice states?", "the day stated", past=False),
        ),
    ),
    Page(
        slug="protection",
        heading="Are there enquiries about harm to the child?",
        questions=(
            plain_asked(
                "protection_enquiry",
                "Do you know of enquiries under section 47 of the Children Act 1989, or of a child protection plan?",
                "Say whether you know of such enquiries", not_known=True,
            ),
        ),
    ),
    Page(
        slug="moved",
        heading="Where does the child live now?",
        questions=(
            plain_asked(
                "within_reasonable_distance", "Does the child still live at a reasonable distance from your school?",
                "Say whether the child still lives at a reasonable distance", reveals={"no": ("moved_on",)},
            ),
            date_asked("moved_on", "When did the child move?", "the day of the move"),
        ),
    ),
    Page(
        slug="boarder",
        heading="Is the child a boarder?",
        questions=(plain_asked("boarder", "Does the child board at your school?", "Say whether the child boards"),),
    ),
    Page(
        slug="leave",
        heading="What leave did you grant?",
        questions=(
            date_asked("leave_starts_on", "First day of the leave", "the first day of the leave"),
            date_asked("leave_ends_on", "Last day of the leave", "the last day of the leave"),
            plain_asked("leave_for_holiday", "Was the leave for a holiday?", "Say whether it was for a holiday"),
            date_asked("leave_returned_on", "Day on which the child came back", "the day of return", required=False,
                  hint="Leave empty if the child has not come back"),
        ),
    ),
    Page(
        slug="absence",
        heading="Since when has the child been absent?",
        intro="The school days are counted by your own calendar.",
        questions=(
            date_asked("absence_starts_on", "First day of the absence", "the first day of the absence"),
            plain_asked(
                "absence_authorised", "Was any day of it authorised?", "Say whether any day of it was authorised",
                reveals={"yes": ("authorised_on",)},
            ),
            date_asked("authorised_on", "Last authorised day", "the last authorised day"),
            date_asked("absence_returned_on", "Day on which the child came back", "the day of return", required=False,
                  hint="Leave empty if the child has not come back"),
        ),
    ),
    Page(
        slug="enquiry",
        heading="What have you done to find the child?",
        intro="School and authority enquire together, each with a named person, and agree on what they found. "
        "The authority records its own part.",
        questions=(
            plain_asked(
                "enquired", "Has your school finished a reasonable enquiry?", "Say whether the enquiry is finished",
                reveals={"yes": ("enquired_by", "concluded_on", "result", "jointly", "steps_considered")},
            ),
            Question(name="enquired_by", label="Who signs for the school?", called="who signs for the school",
                     required=True),
            date_asked("concluded_on", "When was it finished?", "the day on which it was finished"),
            Question(name="result", label="What did it come to?", kind="choice", required=True,
                     missing="Choose what it came to", choices=OUTCOMES_OF_ENQUIRY),
            plain_asked("jointly", "Did you enquire together with the authority?", "Say whether it was joint"),
            plain_asked("steps_considered", "Were reasonable steps to secure attendance considered?",
                   "Say whether such steps were considered", not_known=True),
            date_asked("referred_on", "Date referred to the attendance team", "the date of referral", required=False),
        ),
    ),
    Page(
        slug="detention",
        heading="For how long is the child detained?",
        questions=(
            date_asked("detention_starts_on", "First day", "the first day"),
            date_asked("detention_ends_on", "Last day, by the order or sentence", "the last day", past=False,
                       required=False),
            plain_asked("detention_final", "Is it a final order, or one of recall?", "Say whether the order is final",
                   not_known=True),
        ),
    ),
    Page(
        slug="death",
        heading="When did the child die?",
        questions=(date_asked("died_on", "Date of death", "the date of death"),),
    ),
    Page(
        slug="sixth-form",
        heading="Will the child stay on?",
        questions=(
            plain_asked("staying_on", "Does the child mean to stay on at your school after compulsory school age?",
                   "Say whether the child means to stay on", not_known=True),
            plain_asked("meets_entry_requirements",
                   "Does the child meet the academic entry requirements of your sixth form?",
                   "Say whether the child meets them", not_known=True),
        ),
    ),
    Page(
        slug="fees",
        heading="Which fees are unpaid?",
        questions=(
            date_asked("fees_term_day", "Any day of the term to which they relate", "a day of that term"),
            date_asked("fees_paid_on", "Day on which they were paid", "the day of payment", required=False,
                  hint="Leave empty if they have not been paid"),
        ),
    ),
    Page(
        slug="left",
        heading="When did the child cease to be a pupil?",
        questions=(date_asked("left_on", "Last day as a pupil of your school", "that day"),),
    ),
    Page(
        slug="exclusion",
        heading="How far has the permanent exclusion got?",
        intro="The name stays on the roll until the exclusion is final.",
        questions=(
            date_asked("excluded_on", "Permanently excluded on", "the day of the exclusion"),
            date_asked("upheld_told_on", "Parents told that the governors uphold it on", "that day", required=False),
            Question(
                name="review", label="Did the parents ask for a review?", kind="choice", required=True,
                missing="Choose whether a review was asked for",
                choices=(
                    ("none", "Not so far"), ("asked", "Yes"),
                    ("waived", "They wrote that they do not want one"),
                ),
                reveals={"asked": ("review_on", "review_ended_on"), "waived": ("review_on",)},
            ),
            date_asked("review_on", "When?", "the day on which they did"),
            date_asked("review_ended_on", "Review ended, with the exclusion standing, on", "that day", required=False),
            date_asked("reinstated_on", "Reinstated on", "the day of reinstatement", required=False),
        ),
    ),
    Page(
        slug="nursery",
        heading="What became of the nursery place?",
        questions=(
            plain_asked("nursery_admitted", "Was the child admitted for nursery education?",
                   "Say whether the child was admitted for nursery education",
                   reveals={"yes": ("nursery_ended_on", "moved_up")}),
            date_asked("nursery_ended_on", "Last day of nursery education", "the last day"),
            plain_asked("moved_up", "Did the child move up to reception or a higher class of your school?",
                   "Say whether the child moved up"),
        ),
    ),
    Page(
        slug="unfit",
        heading="What did the school medical officer certify?",
        questions=(date_asked("certified_unfit_on", "Date of the certificate", "the date of the certificate"),),
    ),
    Page(
        slug="consent",
        heading="Did an authority place the child at your special school?",
        questions=(
            plain_asked("placed_by_authority", "Did a local authority arrange the place?",
                   "Say whether an authority arranged the place", not_known=True,
                   reveals={"yes": ("consent", "consent_on")}),
            Question(
                name="consent", label="What did that authority answer?", kind="choice", required=True,
                missing="Choose what that authority answered",
                choices=(("given", "It consents"), ("refused", "It refuses"),
                         ("directed", "It refused, and the Secretary of State gave a direction"),
                         ("none", "It has not been asked, or has not answered")),
            ),
            date_asked("consent_on", "When?", "the day of the answer", required=False),
        ),
    ),
)  # fmt: skip

# Which page asks for the facts that a condition reads.
PAGE_OF: Mapping[str, str] = {
    "registered-elsewhere": "other-school",
    "every-other-school-consents": "other-consent",
    "no-order-names-school": "order",
    "order-names-another": "order",
    "order-revoked-for-education": "order",
    "order-replaced-or-revoked": "order",
    "not-main-school-of-mobile-child": "mobile",
    "dual-registration-not-agreed": "dual",
    "ceased-to-attend": "last-day",
    "no-belief-in-return": "return",
    "no-belief-in-return-after-detention": "return",
    "no-sickness-or-cause": "sickness",
    "parents-written-notice": "notice",
    "stated-day-is-past": "notice",
    "no-protection-enquiry": "protection",
    "too-far-away": "moved",
    "boarder": "boarder",
    "not-a-boarder": "boarder",
    "leave-granted": "leave",
    "long-holiday-leave": "leave",
    "not-back-in-time": "leave",
    "twenty-days-absent": "absence",
    "none-authorised": "absence",
    "school-has-enquired": "enquiry",
    "authority-has-enquired": "enquiry",
    "enquired-jointly": "enquiry",
    "neither-found-the-pupil": "enquiry",
    "outcome-agreed": "enquiry",
    "certified-unfit": "unfit",
    "not-staying-on": "sixth-form",
    "not-going-on": "sixth-form",
    "detained-long-enough": "detention",
    "order-is-final": "detention",
    "has-died": "death",
    "ceased-to-be-pupil": "left",
    "fees-unpaid": "fees",
    "permanently-excluded": "exclusion",
    "exclusion-is-final": "exclusion",
    "admitted-for-nursery": "nursery",
    "finished-nursery": "nursery",
    "did-not-move-up": "nursery",
    "authority-consents": "consent",
}


def evidence_for(conditions: Sequence[str]) -> tuple[Page, ...]:
    """Return the pages that ask for what these conditions read, each once and in the order of the ground."""
    slugs = dict.fromkeys(PAGE_OF[code] for code in conditions if code not in DONE_ELSEWHERE)
    by_slug = {page.slug: page for page in EVIDENCE}
    return tuple(by_slug[slug] for slug in slugs)
