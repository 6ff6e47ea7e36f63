"""All that is held of a child: which tables, by which way, under which heading. One in neither list fails a test."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of what is given; its code is a field of the product, so that the gate knows it."""

    code: str
    heading: str


SECTIONS = (
    Section(code="held_identity", heading="Who the child is"),
    Section(code="held_family", heading="Family and home"),
    Section(code="held_notices", heading="What we were told"),
    Section(code="held_case", heading="The case"),
    Section(code="held_visits", heading="Searches, enquiries and visits"),
    Section(code="held_safeguarding", heading="Safeguarding"),
    Section(code="held_education", heading="Education"),
    Section(code="held_letters", heading="Letters and messages"),
    Section(code="held_shared", heading="Whom it was shared with"),
    Section(code="held_files", heading="Files and lists that came in"),
    Section(code="held_done", heading="What was done"),
    Section(code="held_looked", heading="Who has looked, by role"),
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One table: its rows of a child are found by ``paths``, each a way from it to the child's id.

    ``careful``: what it says is read by somebody before any of it is given, be it free text or not.
    """

    table: str
    title: str
    section: str
    paths: tuple[str, ...] = ("child_id",)
    careful: bool = False


HELD: tuple[Held, ...] = (
    Held(table="people.Child", title="The child", section="held_identity", paths=("pk",)),
    Held(table="people.ChildName", title="Another name", section="held_identity"),
    Held(table="people.Identifier", title="A number", section="held_identity"),
    Held(table="people.PairDecision", title="Whether two records are of one child", section="held_identity",
         paths=("first_id", "second_id"), careful=True),
    Held(table="people.Address", title="An address", section="held_family"),
    Held(table="people.Relationship", title="Somebody of the family", section="held_family"),
    Held(table="people.Parent", title="How somebody of the family is reached", section="held_family",
         paths=("relationships__child_id",)),
    Held(table="cases.Referral", title="A notice", section="held_notices"),
    Held(table="intake.Submission", title="A form as it was sent", section="held_notices",
         paths=("referral__child_id",)),
    Held(table="cases.StoppedPupil", title="Stopped by a truancy sweep", section="held_notices",
         paths=("referral__child_id",)),
    Held(table="intake.ExpectedStart", title="Expected at a school", section="held_notices"),
    Held(table="intake.Absence", title="An absence that a school told of", section="held_notices"),
    Held(table="intake.Removal", title="A removal from a roll", section="held_notices"),
    Held(table="intake.HomeNotice", title="A notice of home education", section="held_notices", careful=True),
    Held(table="intake.HomeReview", title="A look at home education", section="held_education", careful=True),
    Held(table="intake.RemovalQuestion", title="A question about a removal", section="held_notices",
         paths=("removal__child_id",)),
    Held(table="cases.Case", title="The case", section="held_case"),
    Held(table="cases.MainReason", title="The main reason", section="held_case"),
    Held(table="cases.Advice", title="Advice that was sought", section="held_case", careful=True),
    Held(table="cases.ManagerDecision", title="A manager’s decision", section="held_case"),
    Held(table="cases.DutyDone", title="Something that was done", section="held_case"),
    Held(table="cases.Note", title="A note", section="held_case"),
    Held(table="cases.AreaIssue", title="A concern raised with the area", section="held_case"),
    Held(table="cases.EarlyHelp", title="Early help", section="held_case"),
    Held(table="cases.Chase", title="A reminder about the case", section="held_case"),
    Held(table="cases.Outcome", title="An outcome", section="held_case"),
    Held(table="cases.Closing", title="A closing", section="held_case"),
    Held(table="cases.Reopening", title="A reopening", section="held_case"),
    Held(table="cases.AttendanceOrder", title="Proceedings for an attendance order", section="held_case"),
    Held(table="duties.Duty", title="What was owed", section="held_case"),
    Held(table="cases.Sighting", title="A child who may be the one", section="held_visits", careful=True),
    Held(table="cases.RollCheck", title="A search of the rolls", section="held_visits"),
    Held(table="cases.EnquiryMade", title="An enquiry", section="held_visits"),
    Held(table="cases.Enquiry", title="Asked by another authority or agency", section="held_visits",
         paths=("referral__child_id",)),
    Held(table="cases.EnquirySent", title="Asked of another authority", section="held_visits"),
    Held(table="cases.EnquiryChase", title="Asked again", section="held_visits"),
    Held(table="cases.VisitRequest", title="A request for a visit", section="held_visits"),
    Held(table="cases.VisitLetter", title="A letter before a visit", section="held_visits"),
    Held(table="cases.Visit", title="A visit", section="held_visits"),
    Held(table="cases.RiskTold", title="A risk that was told", section="held_safeguarding", careful=True),
    Held(table="cases.Screening", title="Safeguarding questions", section="held_safeguarding", careful=True),
    Held(table="cases.Suspicion", title="A suspicion", section="held_safeguarding", careful=True),
    Held(table="people.Circumstance", title="A circumstance", section="held_safeguarding", careful=True),
    Held(table="release.Hold", title="A hold", section="held_safeguarding", careful=True),
    Held(table="release.StrategyDecision", title="How the child is to be reached", section="held_safeguarding",
         careful=True),
    Held(table="education.Enrolment", title="Time on a roll", section="held_education"),
    Held(table="education.Place", title="A place that was offered", section="held_education"),
    Held(table="education.Provision", title="Education otherwise", section="held_education"),
    Held(table="education.Exclusion", title="An exclusion", section="held_education"),
    Held(table="cases.PlaceNotTakenUp", title="A place not taken up", section="held_education"),
    Held(table="release.Message", title="A letter or message", section="held_letters"),
    Held(table="release.KeptDocument", title="A document that was kept", section="held_letters"),
    Held(table="release.Disclosure", title="Given to somebody", section="held_shared"),
    Held(table="sharing.PackLine", title="On a list", section="held_shared"),
    Held(table="sharing.ListAnswer", title="What came back of a list", section="held_shared"),
    Held(table="reports.ReturnedChild", title="Counted in a return", section="held_shared"),
    Held(table="transfers.IncomingRecord", title="A record of a file", section="held_files"),
    Held(table="transfers.PutIn", title="Changed by a file", section="held_files"),
    Held(table="transfers.LostPupil", title="A lost pupil", section="held_files"),
    Held(table="transfers.SearchRequest", title="A school’s request for a file", section="held_files",
         paths=("lost_pupil__child_id",)),
    Held(table="transfers.NationalSearch", title="A search on the national site", section="held_files",
         paths=("request__lost_pupil__child_id",)),
    Held(table="reconciliation.Listed", title="A row of a population list", section="held_files"),
    Held(table="reconciliation.ListedDecision", title="What was decided of a row", section="held_files"),
)  # fmt: skip

# Tables that point at a child and of which nothing is given by themselves, each with its reason.
GIVEN_OTHERWISE: Mapping[str, str] = {
    "audit.Event": "told in words under what was done",
    "audit.AccessRecord": "told by role under who has looked",
    "audit.ChildSeen": "an index to who has looked",
    "access.Reach": "worked out again from the case: who may look",
    "people.MatchKey": "worked out again from names and dates: search keys",
    "people.HeldTwice": "worked out again from decisions of two records",
    "people.PairToLookAt": "a question of the night, gone once it is answered; the decision is given",
    "transfers.LostKey": "worked out again from the lost pupil: search keys",
    "transfers.ExchangedFile": "the name of a file; what it told of the child is in the lost pupil",
    "sharing.Pack": "the list as a whole; what it told of the child is its line",
    "sharing.SubjectRequest": "the request itself, which whoever asked knows",
    "sharing.SubjectDecision": "what was decided of this request",
}
