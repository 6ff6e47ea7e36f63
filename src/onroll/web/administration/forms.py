"""The forms of administration: people, roles, organisations, areas and teams."""

from typing import Any

from django.db.models import QuerySet

from onroll.access import matrix
from onroll.access.models import Area, Organisation, OrganisationKind, Team
from onroll.web.forms import (
    ChoiceField,
    DateField,
    EmailField,
    Form,
    LongTextField,
    Look,
    PhoneField,
    SelectField,
    TextField,
    When,
)

ACCOUNT_ROLES = [
    (role.code, role.title) for role in matrix.ROLES if role.code not in {"PUB", "NIGHT", "LOAD"}
]
STATES = (("in-use", "In use"), ("suspended", "Suspended"), ("waiting", "Waiting for a second signature"))


def chosen(rows: QuerySet[Any], value: str) -> Any:
    """Return the row with this id, or None when none was chosen."""
    return rows.filter(pk=value).first() if value else None


def options(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return rows as choices."""
    return [(str(row.pk), str(row)) for row in rows]


class PeopleFilter(Form):
    """Which people are listed."""

    named = TextField("Name or email address", required=False, called="a name or an email address")
    role = SelectField("Role", choices=ACCOUNT_ROLES, required=False, type_ahead=False)
    organisation = SelectField("Organisation", required=False)
    state = SelectField("Account", choices=STATES, required=False, type_ahead=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["organisation"].choices = [("", "Any"), *options(Organisation.objects.all())]  # type: ignore[attr-defined]
        for name in ("role", "state"):
            self.fields[name].choices = [("", "Any"), *self.fields[name].choices[1:]]  # type: ignore[attr-defined]


class PersonForm(Form):
    """A person's details."""

    name = TextField("Full name", called="the person’s full name")
    job_title = TextField("Job title", max_length=120, required=False, called="the job title")
    phone = PhoneField(required=False, called="the telephone number")


class NewPersonForm(PersonForm):
    """A person and where they work."""

    email = EmailField(hint="Their work address: they sign in with it", called="the email address")
    organisation = SelectField("Organisation", called="the organisation")

    field_order = ("name", "email", "organisation", "job_title", "phone")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["organisation"].choices = [("", "Choose one"), *options(Organisation.objects.all())]  # type: ignore[attr-defined]


class RoleForm(Form):
    """A role, where it counts and from when."""

    role = ChoiceField(
        "Role",
        choices=ACCOUNT_ROLES,
        look=Look(hints={role.code: role.need[:1].upper() + role.need[1:] for role in matrix.ROLES}),
    )
    team = SelectField("Team", hint="For those who work in a team", required=False)
    area = SelectField(
        "Area", hint="For those who work in one area; a team of an area has it already", required=False
    )
    from_on = DateField("First day", called="the first day")
    until_on = DateField(
        "Last day", hint="Leave it out if no end is agreed", required=False, called="the last day"
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["team"].choices = [("", "No team"), *options(Team.objects.all())]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "The whole authority"), *options(Area.objects.all())]  # type: ignore[attr-defined]


class LastDayForm(Form):
    """When a role ends."""

    on = DateField(
        "Last day of the role", hint="Yesterday or before takes it away at once", called="the last day"
    )


class OrganisationForm(Form):
    """A new organisation."""

    name = TextField("Name", called="the name of the organisation")
    kind = ChoiceField("Kind", choices=OrganisationKind.choices, called="what kind it is")
    agency_type = TextField(
        "What the agency does", max_length=80, required=False, hint="Health visiting, for example"
    )
    agreement_ends_on = DateField(
        "Last day of the agreement",
        hint="From the day after, all accounts of the organisation are refused. Leave it out if there is no end",
        required=False,
        called="the last day of the agreement",
    )


class AgreementForm(Form):
    """When an organisation's agreement ends."""

    ends_on = DateField("Last day of the agreement", required=False, called="the last day", when=When.ANY)


class AreaForm(Form):
    """A new area."""

    name = TextField("Name of the area", max_length=80, called="the name of the area")
    prefixes = TextField(
        "Postcodes",
        required=False,
        hint="How they begin, such as WM1, WM2",
        called="the postcodes",
    )

    def clean_prefixes(self) -> list[str]:
        """Return the beginnings of postcodes, in capitals."""
        return [each.strip().upper() for each in self.cleaned_data["prefixes"].split(",") if each.strip()]


class TeamForm(Form):
    """A new team."""

    name = TextField("Name of the team", max_length=120, called="the name of the team")
    area = SelectField("Area", required=False)
    email = EmailField(required=False, called="the team’s email address")
    phone = PhoneField(required=False, called="the team’s telephone number")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["area"].choices = [("", "The whole authority"), *options(Area.objects.all())]  # type: ignore[attr-defined]


class WordingForm(Form):
    """The authority's own words for a document."""

    title = TextField("Title, which is also the subject of an email", max_length=150, called="the title")
    body = LongTextField(
        "The words",
        max_length=8000,
        called="the words",
        hint="An empty line begins a new paragraph, “# ” a heading, “- ” an item of a list. A name in braces stands "
        "for what the document may hold. A line that names something we do not have is left out.",
        look=Look(rows=24),
    )
    because = TextField(
        "Why are the words changed?",
        max_length=300,
        called="why the words are changed",
        required=False,  # to see the words first needs no reason; the action asks for one
        look=Look(says_optional=False),
    )
