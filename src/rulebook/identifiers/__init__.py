"""The numbers and codes that name children, schools and places: read from text, checked, and written in one form."""

from rulebook.identifiers.establishment import LaEstab, read_laestab, read_urn
from rulebook.identifiers.local_authority import Authority, authorities, read_la_code
from rulebook.identifiers.nhs_number import read_nhs_number
from rulebook.identifiers.parsed import Parsed
from rulebook.identifiers.postcode import Postcode, read_postcode
from rulebook.identifiers.upn import Upn, check_letter, read_upn

__all__ = [
    "Authority",
    "LaEstab",
    "Parsed",
    "Postcode",
    "Upn",
    "authorities",
    "check_letter",
    "read_la_code",
    "read_laestab",
    "read_nhs_number",
    "read_postcode",
    "read_upn",
    "read_urn",
]
