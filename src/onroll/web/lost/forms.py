"""What is asked of an officer who works with lost pupils and with what schools ask."""

from datetime import date
from typing import Any

from onroll.audit.actor import Actor
from onroll.transfers.actions.losing import Described
from onroll.transfers.lost_models import Cleared, LookedFor, SearchResult
from onroll.web.cases.checking import school_choices
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, SelectField, TextField, When
from rulebook.identity.compare import IdentityRecord, PersonName

SEXES = [("F", "Girl"), ("M", "Boy")]
DESCRIBED = ("forenames", "surname", "former_names", "birth_date", "sex")
SEARCHED_ON = "the day of the search"


class DescribedForm(Form):
    """Whom somebody looks for: what Procedure 6.1(v) names. Spelling need not be right."""

    forenames = TextField("First name", max_length=120, required=False)
    surname = TextField("Family name", max_length=120, required=False)
    former_names = TextField(
        "Former family names", max_length=200, required=False, hint="Parted by commas, if there are several"
    )
    birth_date = DateField("Date of birth", required=False, when=When.TODAY_OR_BEFORE)
    sex = ChoiceField("Sex", required=False, choices=SEXES)


class RequestForm(DescribedForm):
    """A school asks for a pupil's file."""

    school = SelectField("Which school asks?", missing="Choose the school")
    asked_by = TextField("Who there asks?", called="who there asks")
    asked_on = DateField(
        "When did they ask?", called="the day on which they asked", when=When.TODAY_OR_BEFORE
    )


class NationalForm(DescribedForm):
    """An officer searched on the national site."""

    searched_on = DateField("When was the search made?", called=SEARCHED_ON, when=When.TODAY_OR_BEFORE)
    searched_by = TextField("Who searched?", called="who searched")
    result = ChoiceField("What was found?", missing="Choose what was found", choices=SearchResult.choices)
    file_name = TextField(
        "Name of the file that was found",
        max_length=60,
        required=False,
        hint="As the site shows it, such as 9264000_CTF_XXXXXXX_001.xml",
    )
    words = LongTextField("What else is to be known?", required=False, max_length=1000)


class SendForm(Form):
    """To which school a lost pupil's file goes."""

    school = SelectField("School", missing="Choose the school")


class ExplainForm(Form):
    """Why no case is needed."""

    reason = LongTextField("What shows it?", called="what shows it", max_length=1000)


class FoundForm(Form):
    """Where a lost pupil was found."""

    school = SelectField("At which school is the pupil registered?", missing="Choose the school")
    on = DateField(
        "On which day did the pupil join, or did you learn it?",
        called="the day on which the pupil was found",
        when=When.TODAY_OR_BEFORE,
    )


class ClearedForm(Form):
    """In which of the two ways a file was taken out."""

    how = ChoiceField("Which was done?", missing="Choose which was done", choices=Cleared.choices)
    on = DateField("When?", called="the day on which it was done", when=When.TODAY_OR_BEFORE)


class AnswerForm(Form):
    """What a school was answered."""

    pupil = ChoiceField(
        "Which file is the pupil’s?", missing="Choose one, or say that there is none", choices=[]
    )
    answer = LongTextField(
        "What did you tell the school?",
        called="what you told the school",
        hint="For example, that the file was sent on through the exchange, and when",
        max_length=1000,
    )


def schools() -> list[tuple[str, str]]:
    """Return every open school as choices."""
    return [("", "Choose one"), *school_choices()]


def described(said: dict[str, Any]) -> Described:
    """Return whom a form describes, and take it out of what was said."""
    values: dict[str, Any] = {name: said.pop(name) for name in DESCRIBED}
    return Described(**values)


def initial_of(row: LookedFor, by: Actor) -> dict[str, Any]:
    """Return what a request describes, to begin the record of a search for it."""
    return {name: getattr(row, name) for name in DESCRIBED} | {
        "searched_on": by.today,
        "searched_by": by.name,
    }


def kept(said: dict[str, Any]) -> dict[str, str]:
    """Return what was searched for as a session keeps it, without what was left empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in said.items()
        if value
    }


def given(told: dict[str, str]) -> dict[str, Any]:
    """Return what a session keeps as a form shows it."""
    born = told.get("birth_date")
    return {**told, "birth_date": date.fromisoformat(born) if born else None}


def record_of(told: dict[str, str]) -> IdentityRecord:
    """Return what was searched for as records are compared."""
    former = [name.strip() for name in told.get("former_names", "").split(",") if name.strip()]
    return IdentityRecord(
        forenames=told.get("forenames", ""),
        surname=told.get("surname", "") or (former[0] if former else ""),
        former_names=tuple(PersonName(surname=name) for name in former),
        birth_date=given(told)["birth_date"],
        sex=told.get("sex", ""),
    )
