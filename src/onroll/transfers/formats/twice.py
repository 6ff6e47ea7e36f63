"""The same pupil twice in one file: told apart from twins, and from one number given to two children."""

from datetime import date

from onroll.people.actions import NewChild
from rulebook.findings import Finding, Severity
from rulebook.identity.normalise import fold

Name = tuple[str, str, date | None]


class Twice:
    """Remembers on which line each number and each name with its birth date stood first."""

    def __init__(self) -> None:
        self._upns: dict[str, tuple[int, Name]] = {}
        self._names: dict[Name, tuple[int, str]] = {}
        self._shared: dict[int, Finding] = {}

    def refusal(self, line: int, told: NewChild) -> Finding | None:
        """Return why this line is refused as one that stood before, and remember it otherwise.

        A UPN that stood before beside another name is no refusal: both may be real, and somebody must look.
        """
        name = (fold(told.forenames), fold(told.surname), told.birth_date)
        first_upn, first_name = self._upns.get(told.upn), self._names.get(name)
        if told.upn and first_upn:
            if first_upn[1] == name:
                return _listed_twice(first_upn[0])
            words = f"Line {first_upn[0]:,} has the same UPN beside another name or date of birth. Ask the school."
            self._shared[line] = Finding("upn-twice", words, Severity.WARNING)
        if first_name and told.birth_date and not (told.upn and first_name[1]):
            return _listed_twice(first_name[0])
        self._upns.setdefault(told.upn, (line, name))
        self._names.setdefault(name, (line, told.upn))
        return None

    def shared_upn(self, line: int) -> tuple[Finding, ...]:
        """Return what was found when this line's UPN had stood before beside another name."""
        return (self._shared[line],) if line in self._shared else ()


def _listed_twice(line: int) -> Finding:
    return Finding("listed-twice", f"This is the same pupil as on line {line:,}. Only the first is used.")


def claimed_before(line: int) -> Finding:
    """Return what is said of a line recognised as the child that an earlier line was recognised as."""
    words = f"Line {line:,} was recognised as the same child. Decide which of the two it is."
    return Finding("child-claimed", words, Severity.WARNING)
