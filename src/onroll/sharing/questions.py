"""What a recipient is asked of each child on a list."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that a list leaves room for: its code and its words."""

    code: str
    words: str


QUESTIONS = (
    Asked(code="whereabouts", words="Where the child is now, if you know"),
    Asked(code="education", words="School or other education, if you know"),
    Asked(code="words", words="What else you know"),
)
