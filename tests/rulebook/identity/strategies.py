"""Invented records of children for the laws of identity, with the kinds of error that lists have."""

from datetime import date

from hypothesis import strategies as st

from rulebook.identity.compare import IdentityRecord, PersonName

FORENAMES = (
    "Mohammed Ali", "Muhammad", "Maxamed", "Anna Maria", "Annamaria", "Kasia", "Katarzyna", "Ethan", "Evan", "Ehtan",
    "Hassan", "Hussein", "O’Shea", "Zoë",
    "J", "Jean-Luc", "Владимир", "Abdul Rahman", "Abdulrahman", "Ali", "Rowbottom",
)  # fmt: skip
SURNAMES = (
    "Khan", "Rowbottom", "Robottom", "Al-Hassan", "Hassan", "Kowalska", "Kowalski", "Smith-Jones", "Jones", "O'Brien",
    "MacDonald", "Ali", "van der Berg", "Nguyễn", "Ethan",
)  # fmt: skip
POSTCODES = ("NR1 3JU", "NR1 3JV", "NR1 4ZZ", "NR1", "NR31 0AA", "IP24 1AA", "ZZ99 3VZ", "?")
UPNS = ("H801200001001", "H801200001002", "X00180001701A", "R201100018042", "unknown")
PHONES = ("01632 960001", "07700 900123", "+44 7700 900123")
DATES = st.dates(date(2006, 1, 1), date(2008, 12, 31)) | st.sampled_from(
    (date(2007, 3, 9), date(2007, 9, 3), date(2007, 1, 1))
)

person_names = st.builds(
    PersonName, forenames=st.sampled_from(("", *FORENAMES)), surname=st.sampled_from(("", *SURNAMES))
)
records = st.builds(
    IdentityRecord,
    forenames=st.sampled_from(("", *FORENAMES)) | st.text(max_size=8),
    surname=st.sampled_from(("", *SURNAMES)) | st.text(max_size=8),
    middle_names=st.sampled_from(("", "Rose", "Ali Khan", "R")),
    preferred_forename=st.sampled_from(("", "Bob", "Ali")),
    preferred_surname=st.sampled_from(("", "Jones")),
    former_names=st.lists(person_names, max_size=2).map(tuple),
    birth_date=st.none() | DATES,
    sex=st.sampled_from(("", "M", "F", "U")),
    postcode=st.sampled_from(("", *POSTCODES)),
    former_postcodes=st.lists(st.sampled_from(POSTCODES), max_size=2).map(tuple),
    upn=st.sampled_from(("", *UPNS)),
    former_upns=st.lists(st.sampled_from(UPNS), max_size=1).map(tuple),
    nhs_number=st.sampled_from(("", "943 476 5870", "9990000018")),
    parent_names=st.lists(
        st.sampled_from(("Maria Khan", "Maria", "Mariah Khan", "Jo Jones")), max_size=2
    ).map(tuple),
    phones=st.lists(st.sampled_from(PHONES), max_size=2).map(tuple),
)
