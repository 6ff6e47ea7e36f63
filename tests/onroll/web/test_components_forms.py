"""Forms: what counts as an answer, what is said when it does not, and that nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django import forms as django_forms
from django.http import QueryDict

from onroll.web import forms
from onroll.web.drawing import error_list, field_names_to_draw
from onroll.web.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    Look,
    TextField,
    When,
    YesNoField,
    with_one_more,
    without,
)
from rulebook.findings import Finding

TODAY = date(2026, 11, 23)


class BirthForm(Form):
    """A form with one date."""

    born = DateField("Date of birth", called="the date of birth", when=When.BEFORE_TODAY)


class SeenForm(Form):
    """A form in which one answer reveals another question."""

    seen = YesNoField(
        "Was the child seen?", missing="Say whether the child was seen", look=Look(reveals={"yes": ("said",)})
    )
    said = LongTextField("What did the child say?", called="what the child said", max_length=100)


class LivesForm(Form):
    """A form in which two answers reveal the same question, and one reveals none."""

    lives = ChoiceField(
        "Where does the child live?",
        choices=[("now", "There now"), ("before", "There before"), ("unknown", "Not known")],
        look=Look(reveals={"now": ("street",), "before": ("street",)}),
    )
    street = TextField("Street", called="the street")


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"born-day": day, "born-month": month, "born-year": year}


@pytest.mark.parametrize(
    ("boxes", "is_read_as"),
    [
        pytest.param(("14", "3", "2018"), date(2018, 3, 14), id="plain numbers"),
        pytest.param(("01", "09", "2015"), date(2015, 9, 1), id="leading noughts"),
        pytest.param((" 1 ", "Sept", "2015"), date(2015, 9, 1), id="a short month name and stray spaces"),
        pytest.param(("29", "february", "2016"), date(2016, 2, 29), id="a leap day"),
    ],
)
def test_a_date_is_read_from_its_boxes(boxes: tuple[str, str, str], is_read_as: date) -> None:
    form = BirthForm(typed(*boxes), today=TODAY)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == is_read_as


@pytest.mark.parametrize(
    ("boxes", "words", "leads_to"),
    [
        pytest.param(("", "", ""), "Enter the date of birth", "day", id="nothing"),
        pytest.param(("14", "3", ""), "The date of birth must include a year", "year", id="no year"),
        pytest.param(
            ("", "", "2018"), "The date of birth must include a day and month", "day", id="only a year"
        ),
        pytest.param(("31", "2", "2018"), "The date of birth must be a real date", "day", id="31 February"),
        pytest.param(("29", "2", "2017"), "The date of birth must be a real date", "day", id="no leap year"),
        pytest.param(
            ("3", "ma", "2018"), "The date of birth must be a real date", "day", id="too short for a month"
        ),
        pytest.param(
            ("3", "3", "18"), "The year must have 4 numbers, like 2016", "year", id="two-figure year"
        ),
        pytest.param(
            ("²", "3", "2018"),
            "The date of birth must be a real date",
            "day",
            id="a figure that is no number",
        ),
        pytest.param(("3", "3", "0000"), "The date of birth must be a real date", "day", id="year nought"),
        pytest.param(
            ("23", "11", "2026"),
            "The date of birth must be in the past. You entered 23 November 2026",
            "day",
            id="today is not the past",
        ),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_where(
    boxes: tuple[str, str, str], words: str, leads_to: str
) -> None:
    form = BirthForm(typed(*boxes), today=TODAY)

    assert error_list(form) == [{"text": words, "href": f"#id_born-{leads_to}"}]
    assert words in str(form["born"].as_field_group())


def test_a_date_compared_with_today_must_be_given_today() -> None:
    with pytest.raises(RuntimeError, match="must be given today"):
        BirthForm(typed("1", "1", "2020")).is_valid()


def test_a_date_that_was_added_to_a_form_knows_today_too() -> None:
    form = Form(typed("24", "11", "2026"), today=TODAY)

    form.fields["born"] = DateField("Date of birth", when=When.TODAY_OR_BEFORE)

    assert "must be today or in the past" in form.errors["born"][0]


def test_what_was_typed_in_the_boxes_stays() -> None:
    html = str(BirthForm(typed("40", "Brumaire", "18"), today=TODAY))

    assert all(f'value="{box}"' for box in ("40", "Brumaire", "18") if box in html)
    assert "Brumaire" in html


def test_only_the_wrong_box_is_marked() -> None:
    html = str(BirthForm(typed("14", "3", ""), today=TODAY))

    assert html.count("govuk-input--error") == 1


def test_a_date_already_known_fills_its_boxes() -> None:
    html = str(BirthForm(initial={"born": date(2018, 3, 14)}, today=TODAY))

    assert 'value="14"' in html
    assert 'value="2018"' in html


def test_a_revealed_question_must_be_answered() -> None:
    form = SeenForm({"seen": "yes", "said": ""})

    assert form.errors == {"said": ["Enter what the child said"]}


@pytest.mark.parametrize("seen", ["no", ""])
def test_a_question_that_was_not_revealed_is_neither_required_nor_kept(seen: str) -> None:
    form = SeenForm({"seen": seen, "said": "x" * 500})

    form.is_valid()

    assert "said" not in form.errors
    assert form.cleaned_data["said"] == ""
    assert "x" * 500 in str(form)


def test_a_revealed_question_stands_inside_its_answer_and_not_again() -> None:
    form = SeenForm()

    assert field_names_to_draw(form) == ["seen"]
    assert str(form).count('name="said"') == 1


@pytest.mark.parametrize("lives", ["now", "before"])
def test_a_question_that_two_answers_reveal_is_asked_after_either(lives: str) -> None:
    answered, forgotten = LivesForm({"lives": lives, "street": "Ropewalk"}), LivesForm({"lives": lives})

    assert answered.is_valid()
    assert answered.cleaned_data["street"] == "Ropewalk"
    assert forgotten.errors["street"] == ["Enter the street"]


def test_a_question_that_two_answers_reveal_stands_on_the_page_once() -> None:
    drawn = str(LivesForm({"lives": "unknown"})["lives"].as_field_group())

    assert drawn.count('name="street"') == 1
    assert drawn.count('data-aria-controls="conditional-id_lives-2"') == 2
    assert 'id="conditional-id_lives-2"' in drawn


def test_lines_typed_come_back_as_they_were() -> None:
    html = str(SeenForm({"seen": "yes", "said": "one\r\ntwo <b>\n  three"}))

    assert "one&#10;two &lt;b&gt;&#10;  three</textarea>" in html


def test_a_field_that_may_be_left_out_says_so_except_in_filters() -> None:
    class Both(Form):
        note = TextField("Note", required=False)

    class Filter(forms.FilterForm):
        note = TextField("Note", required=False)

    assert "Note (optional)" in str(Both())
    assert "(optional)" not in str(Filter())


def test_a_refusal_stands_beside_its_field_or_in_the_summary() -> None:
    form = SeenForm({"seen": "no"})

    form.refuse([Finding("a", "Say more.", where="said"), Finding("b", "The case is closed.", where="case")])

    assert error_list(form) == [{"text": "The case is closed."}, {"text": "Say more.", "href": "#id_said"}]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (forms.TextField("Family name"), "Enter family name"),
        (forms.TextField("UPN"), "Enter UPN"),
        (forms.EmailField(), "Enter an email address"),
        (forms.PhoneField(), "Enter a telephone number"),
        (forms.PasswordField(), "Enter your password"),
        (forms.YesNoField("Seen?"), "Choose yes or no"),
        (forms.YesNoField("Seen?", not_known=True), "Choose yes, no or not known"),
        (forms.SelectField("School", called="a school", choices=[("1", "Elm")]), "Choose a school"),
        (forms.ConfirmField("I have told the parent"), "Tick the box to confirm: I have told the parent"),
        (forms.FileField("Roll", called="the roll"), "Choose the roll"),
    ],
)
def test_what_is_missing_is_asked_for_in_the_words_of_the_question(asked: Any, words: str) -> None:
    form = type("OneField", (Form,), {"asked": asked})({})

    assert form.errors["asked"] == [words]
    assert "This field is required" not in str(form)


@pytest.mark.parametrize(
    ("asked", "value", "words"),
    [
        (forms.EmailField(), "nobody", "Enter an email address with an @, like name@example.org"),
        (forms.NumberField("Hours", max_value=40), "lots", "Hours must be a whole number, like 3"),
        (forms.PhoneField(), "abc", "Enter a telephone number, like 01632 960001"),
        (
            forms.PostcodeField(),
            "ZZZ 999",
            "'ZZZ 999' is not a postcode. Correct it, or leave it empty and give the town.",
        ),
        (
            forms.LongTextField("Why do you think so?", max_length=5),
            "because",
            "Your answer must be 5 characters or fewer. It has 7 now",
        ),
        (forms.NumberField("Hours", max_value=40), "41", "Hours must be 40 or less"),
        (forms.TextField("Name", max_length=3), "Adele", "Name must be 3 characters or fewer. It has 5 now"),
        (
            forms.ChoiceField("Area", called="an area", choices=[("n", "North")]),
            "x",
            "Choose an area from the list",
        ),
    ],
)
def test_a_wrong_answer_is_told_in_plain_words(asked: Any, value: str, words: str) -> None:
    form = type("OneField", (Form,), {"asked": asked})({"asked": value})

    assert form.errors["asked"] == [words]


def test_a_password_is_never_sent_back() -> None:
    html = str(type("SignIn", (Form,), {"password": forms.PasswordField()})({"password": "hunter2 hunter2"}))

    assert "hunter2" not in html


def test_a_form_of_another_library_is_drawn_too() -> None:
    class Theirs(django_forms.Form):
        login = django_forms.CharField()
        remember = django_forms.BooleanField(required=False)
        area = django_forms.ChoiceField(choices=[("n", "North")])
        token = django_forms.CharField(widget=django_forms.HiddenInput)

    html = str(Theirs())

    assert "govuk-input" in html
    assert "govuk-checkboxes__input" in html
    assert "govuk-select" in html
    assert '<input type="hidden" name="token"' in html


def test_one_more_of_the_same_is_added_and_one_taken_out() -> None:
    posted = QueryDict("p-TOTAL_FORMS=3&p-0-name=Ann&p-1-name=Ben&p-2-name=Cy&p-2-tel=1&p-2-tel=2&other=x")

    assert with_one_more(posted, "p")["p-TOTAL_FORMS"] == "4"
    assert dict(without(posted, "p", 1).lists()) == {
        "p-TOTAL_FORMS": ["2"],
        "p-0-name": ["Ann"],
        "p-1-name": ["Cy"],
        "p-1-tel": ["1", "2"],
        "other": ["x"],
    }


@pytest.mark.parametrize(("as_typed", "kept"), [(False, "WX1 2AB"), (True, "wx12ab")])
def test_a_postcode_is_written_as_one_or_kept_as_typed(as_typed: bool, kept: str) -> None:
    form = type("OneField", (Form,), {"asked": forms.PostcodeField(as_typed=as_typed)})({"asked": "wx12ab"})

    assert form.is_valid()
    assert form.cleaned_data["asked"] == kept


LANGUAGES = (("ENG", "English"), ("ENB", "Believed to be English"))


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"asked": "ENG"}, "ENG"),
        ({"asked": "ENG", "asked-typed": "English"}, "ENG"),
        (
            {"asked": "", "asked-typed": "english"},
            "ENG",
        ),  # typed in full, and no entry of the list was clicked
        ({"asked": "", "asked-typed": ""}, ""),
    ],
)
def test_what_is_typed_into_a_list_chooses_from_it(posted: dict[str, str], kept: str) -> None:
    asked = forms.SelectField("First language", choices=LANGUAGES, required=False)
    form = type("OneField", (Form,), {"asked": asked})(posted)

    assert form.is_valid()
    assert form.cleaned_data["asked"] == kept


def test_words_of_no_list_are_not_lost_without_a_word() -> None:
    asked = forms.SelectField("First language", choices=LANGUAGES, required=False)
    form = type("OneField", (Form,), {"asked": asked})({"asked": "", "asked-typed": "Klingonese"})

    words = "Nothing in the list is called “Klingonese”. Choose from the list, or empty the box"
    assert form.errors["asked"] == [words]


@pytest.mark.parametrize(("born", "refused"), [(date(2007, 11, 24), False), (date(2006, 11, 24), True)])
def test_a_date_of_birth_may_be_that_of_a_child_only(born: date, refused: bool) -> None:
    asked = forms.DateField("Date of birth", when=forms.When.TODAY_OR_BEFORE, oldest=19)
    posted = {"asked-day": str(born.day), "asked-month": str(born.month), "asked-year": str(born.year)}
    form = type("OneField", (Form,), {"asked": asked})(
        posted, today=date(2026, 11, 24)
    )  # then 19, or 20 years old

    assert form.is_valid() is not refused
