"""The people of the tests: invented children and families, each with something that makes a rule think twice."""

from datetime import date

from onroll.people.told import NewAddress, NewChild, NewName, NewParent

HOME = NewAddress(lines="14 Tanners Reach", town="Merebridge", postcode="WX1 2AB")
FURTHER_OUT = NewAddress(lines="3 Lark Rise", town="Saxby Thorpe", postcode="WX12 1AB")
ELSEWHERE = NewAddress(lines="9 Quay Row", town="Farhaven", postcode="WY4 1ZZ", in_authority=False)
NO_FIXED_ADDRESS = NewAddress(no_fixed_address=True)

MOTHER = NewParent(name="Liska Testlost", phone="01632 960123", lives_with=True)
FATHER = NewParent(name="Bran Testlost", phone="07700 900321", lives_with=False)

# A girl of eight with a home, a mother and a father who lives elsewhere: the child of most tests.
ROWAN = NewChild(
    forenames="Rowan",
    surname="Testlost",
    birth_date=date(2018, 3, 9),
    sex="F",
    addresses=(HOME,),
    parents=(MOTHER,),
)
# Her twin: the same surname, day and home; only the forename and the sex tell them apart.
ASH = NewChild(
    forenames="Ash",
    surname="Testlost",
    birth_date=date(2018, 3, 9),
    sex="M",
    addresses=(HOME,),
    parents=(MOTHER,),
)
# Born on the last day of a school year, with an accent, two surnames, a former name and no address at all.
ZOE = NewChild(
    forenames="Zoë Mirela",
    surname="Fenn-Ó Dálaigh",
    birth_date=date(2016, 8, 31),
    sex="F",
    upn="A999000016003",
    names=(NewName(kind="former", forenames="Zoe", surname="Marchbank"),),
)
# Nobody knows when he was born.
TAMSIN = NewChild(forenames="Tamsin", surname="Okonjo-Vale", sex="F", addresses=(FURTHER_OUT,))
# No fixed address.
PIP = NewChild(
    forenames="Pip", surname="Wayfarer", birth_date=date(2015, 1, 20), addresses=(NO_FIXED_ADDRESS,)
)
# Turns sixteen within the year, and lives in another authority.
IDRIS = NewChild(
    forenames="Idris", surname="Quayle", birth_date=date(2011, 2, 1), sex="M", addresses=(ELSEWHERE,)
)
