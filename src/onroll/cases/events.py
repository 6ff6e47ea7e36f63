"""The kinds of event that cases record, each with its sentence."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("case.sighted", "A child who is sought may be the one of a {what}", "case"),
    EventKind("case.sighting-withdrawn", "A {what} in which the child was seen was taken back", "case"),
    EventKind("referral.received", "Told of the child ({kind}), reference {reference}", "referral"),
    EventKind("referral.acknowledged", "Acknowledged {how} on {on}, reference {reference}", "referral"),
    EventKind("referral.triaged", "Notice {reference} passed to: {triage}", "referral"),
    EventKind("referral.linked", "Notice {reference} is about this child: {because}", "referral"),
    EventKind(
        "referral.not-answered",
        "Notice {reference} was not answered by itself: speak to the CME manager first",
        "referral",
    ),
    EventKind(
        "referral.not-acknowledged",
        "Notice {reference} was not acknowledged by itself: {count} notices within the hour give one mailbox",
        "referral",
    ),
    EventKind("referral.answer-written", "Answer to whoever told us written: {sentence}", "referral"),
    EventKind("referral.answered", "Whoever told us was answered {how} on {on}", "referral"),
    EventKind(
        "enquiry.received", "An authority or agency asks about the child, notice {reference}", "referral"
    ),
    EventKind("enquiry.verified", "Whoever asks was rung back on {on}", "referral"),
    EventKind("enquiry.checked", "Enquiry checked, data as of {data_as_of}: {found}", "referral"),
    EventKind("enquiry.school-answered", "The school answered the enquiry on {on}: {answer}", "referral"),
    EventKind("enquiry.reply-written", "Reply to the enquiry written", "referral"),
    EventKind("enquiry.answered", "Enquiry answered {how} on {on}", "referral"),
    EventKind("enquiry.sent", "Another authority asked about the child: {authority}", "case"),
    EventKind("enquiry.chased", "{authority} asked again", "case"),
    EventKind("enquiry.left", "What was asked of {authority} left on {on}", "case"),
    EventKind("enquiry.reply-received", "{authority} answered on {on}: {answer}", "case"),
    EventKind("enquiry.escalated", "The silence of {authority} was taken further on {on}", "case"),
    EventKind("authority.contact-kept", "How {authority} is reached was recorded", "referral"),
    EventKind("case.opened", "Put on the register", "case"),
    EventKind("case.rolls-checked", "Rolls searched, data as of {data_as_of}: {result}", "case"),
    EventKind("case.attendance-answered", "The school answered on {on}: {answer}", "case"),
    EventKind("case.area-set", "Area: {area}", "case"),
    EventKind("case.visit-requested", "CME 4 sent to {area}; {urgency}", "visit"),
    EventKind("case.made-urgent", "The visit became urgent", "visit"),
    EventKind("case.visit-taken-back", "CME 4 to {area} taken back", "visit"),
    EventKind("case.visit-passed-on", "CME 4 passed from {before} to {area}", "visit"),
    EventKind("case.officer-allocated", "Given to {officer}", "visit"),
    EventKind("case.letter-written", "Letter before the visit written, to be posted", "visit"),
    EventKind("case.visit-recorded", "Visit on {visited_on}: {outcome}", "visit"),
    EventKind(
        "case.visited-under-hold",
        "Visited while the family was not to be approached: the manager decides",
        "safeguarding",
    ),
    EventKind(
        "case.education-verified", "What was said of the child's education was checked at its source", "visit"
    ),
    EventKind("case.told-of-risk", "Notice {reference} says that the child is at risk", "safeguarding"),
    EventKind("case.screened", "Safeguarding questions answered: {result}", "safeguarding"),
    EventKind("case.concern-referred", "Concern referred to {to} on {on}", "safeguarding"),
    EventKind("case.concern-not-referred", "Manager decided not to refer the concern", "safeguarding"),
    EventKind("case.police-told", "The police were told on {on}", "safeguarding"),
    EventKind("case.outcome-recorded", "Outcome: {outcome}", "case"),
    EventKind("case.closed", "Case closed: {outcome}", "case"),
    EventKind("case.reopened", "Case opened again", "case"),
    EventKind("case.noted", "Note written", "case"),
    EventKind("case.duty-decided", "Manager's decision on {duty}: {kind}", "case"),
    EventKind("case.duty-done", "Done on {on}: {duty}", "case"),
    EventKind("case.place-recorded", "{what}", "education"),
)
