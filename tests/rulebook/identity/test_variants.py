"""The forms of names as whole lists ask for them: the numbers of the groups in which a name stands."""

from rulebook.identity.variants import are_spellings, forms_of, spelt_names


def test_two_forms_of_one_name_share_a_group_and_two_names_do_not() -> None:
    bill, william, mary = (set(forms_of(name, "spelling", "short")) for name in ("bill", "william", "mary"))

    assert bill & william
    assert not william & mary
    assert forms_of("qwerty", "spelling", "short") == ()


def test_a_short_form_is_no_spelling() -> None:
    assert set(forms_of("bill", "short"))
    assert not set(forms_of("bill", "spelling")) & set(forms_of("william", "spelling"))


def test_every_name_of_a_group_of_spellings_is_given_and_is_a_spelling_of_itself() -> None:
    names = spelt_names()

    assert {"hussain", "husain"} <= set(names)
    assert len(set(names)) == len(names)
    assert all(are_spellings(name, name) and forms_of(name, "spelling") for name in names)
