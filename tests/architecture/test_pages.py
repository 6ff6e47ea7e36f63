"""Every address names the permission that opens it, and every permission named is one of the matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from onroll.access import matrix
from tests.architecture.conftest import Enumerated

# Named instead of a permission of the matrix: no account is asked for; or any account, about itself only.
WITHOUT_A_GRANT = {"public", "signed-in"}

# Addresses whose numbers a library chose; each shows only what is the asker's own.
NUMBERED = ("account/second-step/passkeys/",)

# Addresses answered by a library, each with the reason why it may stand without a permission.
LIBRARY_ADDRESSES: dict[str, str] = {}


@dataclass(frozen=True)
class Address:
    """One line of the address table."""

    route: str
    name: str
    permission: str | None
    view: str

    def __str__(self) -> str:
        return f"/{self.route} ({self.name}): {self.permission}"


def addresses() -> list[Address]:
    """Return every line of the address table, included tables laid out."""
    return sorted(_addresses(get_resolver(), ""), key=lambda address: address.route)


def _addresses(resolver: URLResolver, before: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, route)
        else:
            yield Address(route, entry.name or "", _permission(entry), _view(entry.callback))


def _permission(entry: URLPattern) -> str | None:
    permission = getattr(entry.callback, "permission", None)
    return permission if isinstance(permission, str) else None


def _view(view: Any) -> str:
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__qualname__)}"


def test_every_address_names_its_permission(enumerated: Enumerated) -> None:
    enumerated("addresses", addresses(), at_least=10)

    unnamed = {address.name or address.route for address in addresses() if address.permission is None}
    assert unnamed - set(LIBRARY_ADDRESSES) == set(), "give the view @page(permission), or a reason here"
    assert set(LIBRARY_ADDRESSES) - unnamed == set(), "the exemption is no longer needed"


def test_every_permission_is_one_of_the_matrix(enumerated: Enumerated) -> None:
    named = sorted({address.permission for address in addresses() if address.permission})
    enumerated("permissions that pages name", named, at_least=2)

    assert sorted(set(named) - matrix.permissions() - WITHOUT_A_GRANT) == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]

    assert [address.route for address in addresses() if not address.name] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_address_holds_a_number_that_can_be_counted_up() -> None:
    numbered = [address.route for address in addresses() if "<int:" in address.route]

    assert [route for route in numbered if not route.startswith(NUMBERED)] == []
