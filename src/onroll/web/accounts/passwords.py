"""What a password may not be: one of those that people think of first, however it is dressed up."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

OURS = (
    "onroll",
    "council",
    "children",
    "education",
    "attendance",
    "school",
    "welcome",
    "password",
    "letmein",
    "safeguard",
)
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890123456789")
LEAST_OF_ITS_OWN = 8  # characters that are left when the words everybody uses are taken away


class GuessedFirst:
    """Refuses a password that is, once repetition, endings and everyday words are taken away, hardly anything."""

    def __init__(self) -> None:
        self.common: set[str] = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Return for a password that is not guessed first; raises ValidationError for one that is."""
        if len(self.own_part(password)) < LEAST_OF_ITS_OWN:
            words = "This password is among the first that somebody would guess. Put together three words of your own."
            raise ValidationError(words, code="password_guessed_first")

    def get_help_text(self) -> str:
        """Return what is asked."""
        return "Not a word that everybody uses, a row of keys, or one thing over and over."

    def own_part(self, password: str) -> str:
        """Return what is left of a password without what everybody uses.

        >>> GuessedFirst().own_part("Password2026!!")
        ''
        >>> GuessedFirst().own_part("three blue kettles")
        'three blue kettles'
        """
        own = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
        for word in OURS:
            own = own.replace(word, "")
        repeated = re.fullmatch(r"(.+?)\1+", own)
        own = repeated[1] if repeated else own
        if own in self.common or any(own in row or own in row[::-1] for row in ROWS):
            return ""
        return own
