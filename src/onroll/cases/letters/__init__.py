"""What is sent, in the words in force: plain, short, and with nothing in it that the reader may not know.

No UPN, no reason and no location newer than the reader gave stands in any; no personal data in any subject line.
"""

from onroll.cases.letters.authorities import Asked, Enquiry, enquiry_to_authority, reply_to_authority
from onroll.cases.letters.family import Meeting, appointment, before_visit
from onroll.cases.letters.orders import Named, Served, attendance_order, notice_of_school, notice_to_satisfy
from onroll.cases.letters.referrers import (
    acknowledgement,
    answer_to_referrer,
    counts_as_known,
    sentence_for_sender,
)

__all__ = [
    "Asked",
    "Enquiry",
    "Meeting",
    "Named",
    "Served",
    "acknowledgement",
    "answer_to_referrer",
    "appointment",
    "attendance_order",
    "before_visit",
    "counts_as_known",
    "enquiry_to_authority",
    "notice_of_school",
    "notice_to_satisfy",
    "reply_to_authority",
    "sentence_for_sender",
]
