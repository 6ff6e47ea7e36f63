"""CME 1: a school tells that it deletes a name from its roll (Appendix 2; SI 2024/208 reg 13)."""

from collections.abc import Mapping

from onroll.intake.forms.asking import Page, Question
from onroll.intake.forms.cme1_evidence import EVIDENCE, date_asked, plain_asked
from onroll.intake.forms.codes import ethnicities, languages

DAY = Page(
    slug="day",
    heading="When is the name taken off the roll?",
    intro="The law that applies is the law of this day.",
    questions=(
        plain_asked(
            "removed", "Has the name been taken off already?",
            "Say whether the name has been taken off already",
        ),
        date_asked("deletes_on", "Date taken off, or to be taken off", "the date", past=False,
                   hint="For example 27 3 2026"),
    ),
)  # fmt: skip

AFTER: tuple[Page, ...] = (
    Page(
        slug="destination",
        heading="Where does the child go?",
        questions=(
            Question(
                name="towards", label="As far as you know, where is the child going?", kind="choice", required=True,
                missing="Choose where the child goes",
                choices=(
                    ("school", "To another school in England"), ("independent", "To an independent school"),
                    ("abroad", "Out of England, Scotland and Wales included"), ("home", "Education at home"),
                    ("unknown", "We do not know"),
                ),
                reveals={
                    "school": ("next_school", "next_school_number", "next_from"),
                    "independent": ("next_school", "next_from"), "abroad": ("next_school", "next_from"),
                },
            ),
            Question(name="next_school", label="Name and place of the next school", called="the next school"),
            Question(name="next_school_number", label="Its number, where you know it", called="its number",
                     hint="Seven figures, such as 999/4012", max_length=10, width=10),
            date_asked("next_from", "From which day?", "the first day there", required=False, past=False),
            plain_asked("standard_leaver", "Does the child leave your oldest year at its usual end?",
                   "Say whether the child leaves at the usual end of the oldest year"),
        ),
    ),
    Page(
        slug="family",
        heading="Who are the parents, and where do they live?",
        intro="The return gives the authority what your register holds. You see here only what you enter.",
        questions=(
            Question(name="parent_names", label="Parents’ or carers’ names", called="the names of the parents",
                     kind="long", max_length=600, required=True),
            Question(name="address", label="Address where the child lives, as your register has it",
                     called="the address", kind="long", max_length=300),
            Question(name="parent_phone", label="Emergency telephone numbers", called="the numbers", kind="long",
                     max_length=300),
            Question(name="new_address", label="New family address, and from when", called="the new address",
                     kind="long", max_length=300, hint="Needed where the family moves and the new school is not known"),
        ),
    ),
    Page(
        slug="numbers",
        heading="What is the child’s UPN?",
        questions=(Question(name="upn", label="UPN", called="the UPN", max_length=13, width=20),),
    ),
    Page(
        slug="background",
        heading="What does your register say of language and ethnicity?",
        questions=(
            Question(name="ethnicity", label="Ethnicity", kind="select", choices=ethnicities()),
            Question(name="first_language", label="First language", kind="select", choices=languages()),
        ),
    ),
    Page(
        slug="file",
        heading="Has the transfer file gone?",
        intro="A common transfer file goes with every child who leaves, except at the end of compulsory school age.",
        questions=(
            Question(
                name="transfer_file", label="Has the child’s transfer file been sent?", kind="choice", required=True,
                missing="Choose what became of the transfer file",
                choices=(
                    ("new-school", "Yes, for the new school to collect"),
                    ("out-of-sector", "Yes, code MMMMMMM (out of the maintained system)"),
                    ("missing", "Yes, code XXXXXXX (missing)"), ("no", "No"),
                ),
                reveals={
                    "no": ("no_transfer_file",), "new-school": ("transfer_file_on",),
                    "out-of-sector": ("transfer_file_on",), "missing": ("transfer_file_on",),
                },
            ),
            date_asked("transfer_file_on", "When was it sent?", "the day on which it was sent"),
            Question(name="no_transfer_file", label="Why not?", called="why it has not been sent", required=True,
                     missing="Say why it has not been sent"),
        ),
    ),
    Page(
        slug="further",
        heading="Is there anything else that helps?",
        questions=(
            Question(name="further", label="Further information", called="further information", kind="long",
                     max_length=2000, hint="Anything else that helps to find the child or to judge the removal"),
        ),
    ),
    Page(
        slug="contact",
        heading="Whom may we ask at your school?",
        questions=(
            Question(name="school_contact", label="Name", called="a name", required=True),
            Question(name="position", label="Position", called="a position", required=True),
            Question(name="school_phone", label="Telephone", called="a telephone number", kind="phone", required=True),
        ),
    ),
)  # fmt: skip

PAGES: Mapping[str, Page] = {page.slug: page for page in (DAY, *EVIDENCE, *AFTER)}
