"""The screens of the service as the record of who looked names them, in words that an officer knows them by."""

WORDS = {
    "today": "Today",
    "register": "The register",
    "search": "Find a child",
    "arrived": "What arrived",
    "matches": "The same child? (list)",
    "reports": "Reports",
    "clock": "The clock",
    "clock_week": "The clock, one week",
    "comparison": "A comparison of lists",
    "comparison_rows": "A comparison of lists, its rows",
    "files_held": "Files: records that wait",
    "file_records": "A file, its records",
    "child": "The record",
    "child_timeline": "The record: timeline",
    "child_facts": "The record: facts and family",
    "child_education": "The record: schools and places",
    "child_visits": "The record: visits",
    "child_safeguarding": "The record: safeguarding",
    "child_messages": "The record: messages and letters",
    "child_disclosures": "The record: shared with",
    "who_has_looked": "The record: who has looked",
    "record_upn": "Record the UPN",
    "referral": "The notice",
    "decide_referral": "The notice: whose child it is",
    "referral_told": "The notice: its sender was told",
    "already_known": "Key in a notice: who may be meant",
    "match": "Two records compared",
    "matches_of": "Records of the same child",
    "letter_sheet": "The letter, to be printed",
    "letter_pdf": "The letter, as a PDF",
    "letter_posted": "It was posted",
    "cme4_sheet": "CME 4, to be printed",
    "case_cme_4": "Send a CME 4",
    "case_upn": "Record the UPN",
}
# Where many children are listed and whoever was there may have looked for another.
LISTS = frozenset(
    {
        "today", "register", "search", "arrived", "matches", "reports", "clock", "clock_week", "comparison",
        "comparison_rows", "files_held", "file_records", "already_known",
    }
)  # fmt: skip


def screen_in_words(page: str) -> str:
    """Return what was opened or sent, from the name of the screen that the record holds.

    >>> screen_in_words("GET child_visits"), screen_in_words("POST case_ask_to_lift")
    ('The record: visits', 'Ask to lift')
    """
    name = page.split(" ", 1)[-1].rsplit(":", 1)[-1]
    words = name.removeprefix("case_").removeprefix("child_").replace("_", " ").replace("-", " ")
    return WORDS.get(name) or words[:1].upper() + words[1:]


def pages_of_lists() -> list[str]:
    """Return the lists by the names that the record holds, for reading and for sending."""
    return [f"{verb} {name}" for name in sorted(LISTS) for verb in ("GET", "POST", "HEAD")]
