"""Numbers that must pass their own checks: unique pupil numbers and NHS numbers, made here, belonging to nobody."""

from collections.abc import Iterable

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
INVENTED_LA = "999"
NEIGHBOUR_LA = "998"

_SERIAL_SUMS = tuple(
    sum(int(digit) * place for digit, place in zip(f"{serial:03d}", (11, 12, 13), strict=True))
    for serial in range(1000)
)


def upn(la_code: str, establishment: str, year: int, serial: int) -> str:
    """Return a permanent UPN with its check letter.

    ``year`` is the calendar year in which the academic year of allocation begins; ``serial`` runs from 1 to 999.
    Source: DfE "Unique pupil numbers: a guide", version 1.2.
    """
    body = f"{la_code}{establishment}{year % 100:02d}"
    weighed = sum(int(digit) * place for place, digit in enumerate(body, start=2))
    return f"{UPN_LETTERS[(weighed + _SERIAL_SUMS[serial]) % 23]}{body}{serial:03d}"


def temporary_upn(la_code: str, establishment: str, year: int, serial: int) -> str:
    """Return a temporary UPN: two digits and a letter in place of the serial number.

    Source: DfE "Unique pupil numbers: a guide", version 1.2.
    """
    tens, letter = divmod(serial, len(UPN_LETTERS))
    body = f"{la_code}{establishment}{year % 100:02d}{tens % 100:02d}"
    weighed = sum(int(digit) * place for place, digit in enumerate(body, start=2)) + letter * 13
    return f"{UPN_LETTERS[weighed % 23]}{body}{UPN_LETTERS[letter]}"


class UpnIssuer:
    """Gives out UPNs in order, one run of serial numbers for each school and year, so that no two are the same."""

    __slots__ = ("_heads", "_last", "_starts")

    def __init__(self) -> None:
        self._starts: dict[str, int] = {}
        self._last: dict[tuple[str, str, int], int] = {}
        self._heads: dict[tuple[str, str, int], tuple[str, int]] = {}

    def start_shared(self, establishments: Iterable[str], *, after: int) -> None:
        """Leave the serial numbers up to ``after`` of these establishments to other issuers."""
        self._starts = dict.fromkeys(establishments, after)

    def next(self, la_code: str, establishment: str, year: int) -> str:
        """Return the next UPN of this school and year. Raises ValueError after the 999th."""
        key = (la_code, establishment, year)
        serial = (self._last.get(key) or self._starts.get(establishment, 0)) + 1
        if serial > 999:
            raise ValueError(f"no UPN left for {key!r}: 999 were given out")
        self._last[key] = serial
        head = self._heads.get(key)
        if head is None:
            body = f"{la_code}{establishment}{year % 100:02d}"
            head = self._heads[key] = (
                body,
                sum(int(digit) * place for place, digit in enumerate(body, start=2)),
            )
        return f"{UPN_LETTERS[(head[1] + _SERIAL_SUMS[serial]) % 23]}{head[0]}{serial:03d}"


def nhs_number(number: int) -> str:
    """Return the NHS number of the ``number``-th child, or nothing where there is none to give.

    All begin 999, a range kept for tests [M]; about one in eleven has no valid check digit, and those children are
    the ones whose number is not known. Source: NHS Data Dictionary, check digit modulo 11.
    """
    if number >= 1_000_000:
        return ""
    # Neighbouring children should not have neighbouring numbers: 387,287 shares no factor with a million.
    body = f"999{number * 387_287 % 1_000_000:06d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
    if check == 10:
        return ""
    return f"{body}{0 if check == 11 else check}"


FEWER_MOBILES = 800  # the rest of the thousand are for the people of the stories, one each


def mobile(number: int) -> str:
    """Return a mobile number that Ofcom keeps for drama: it can never ring."""
    return f"07700 900{number % 1000:03d}"


def landline(number: int) -> str:
    """Return a landline number that Ofcom keeps for drama: it can never ring."""
    return f"01632 960{number % 1000:03d}"
