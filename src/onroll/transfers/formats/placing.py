"""Where a child who is told of lives, in the authority's own terms: the area, and whether it is ours at all."""

from collections.abc import Sequence
from dataclasses import replace

from onroll.access.models import Area
from onroll.people.told import NewAddress, NewChild
from onroll.schools.registering import area_of


class Places:
    """The authority's areas, fetched once for a whole file."""

    def __init__(self) -> None:
        self.areas: Sequence[Area] = list(Area.objects.all())
        self._have_prefixes = any(area.postcode_prefixes for area in self.areas)

    def put(self, told: NewChild, *, otherwise: Area | None) -> NewChild:
        """Return the child with the area of the address or, without one, ``otherwise``."""
        postcode = next((address.postcode for address in told.addresses if address.postcode), "")
        area = area_of(postcode, areas=self.areas) if postcode else otherwise
        return replace(told, area=area, addresses=[self.address(one) for one in told.addresses])

    def address(self, told: NewAddress) -> NewAddress:
        """Return the address marked as outside the authority when its postcode is in none of our areas."""
        if not (told.postcode and self._have_prefixes):
            return told
        return replace(told, in_authority=area_of(told.postcode, areas=self.areas) is not None)
