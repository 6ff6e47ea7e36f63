"""The ways in which we are told of a child, in plain words: one place for lists, forms and the timeline."""

from collections.abc import Mapping

from rulebook.procedure.facts import ReferralKind

WAYS_IN: Mapping[ReferralKind, str] = {
    ReferralKind.CME1: "School return (CME 1)",
    ReferralKind.CME2: "Public or agency form (CME 2)",
    ReferralKind.CME3: "Area staff (CME 3)",
    ReferralKind.OTHER_AUTHORITY: "Another authority",
    ReferralKind.SCHOOL: "School that has lost contact",
    ReferralKind.ADMISSIONS: "Admissions",
    ReferralKind.SWEEP: "Truancy sweep",
    ReferralKind.FILE: "Found by comparing lists",
}
KEYED_IN = (
    ReferralKind.CME2,
    ReferralKind.CME3,
    ReferralKind.OTHER_AUTHORITY,
    ReferralKind.SCHOOL,
    ReferralKind.ADMISSIONS,
)


def way_in(kind: str) -> str:
    """Return in plain words how a notice came: ``cme2`` is "Public or agency form (CME 2)"."""
    return WAYS_IN[ReferralKind(kind)]
