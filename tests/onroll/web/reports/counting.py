"""Reading the numbers of a page, each with the address that it opens, and counting the rows there."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

NUMBER = re.compile(r'<a class="govuk-link" href="(/[^"]+)" aria-label="[\d,]+: [^"]*">([\d,]+)</a>')
ROW = 'class="govuk-table__header case-list__first"'


def numbers(client: Client, address: str) -> Iterator[tuple[str, int]]:
    """Yield where each number of a page leads, with the number."""
    html = client.get(address).content.decode().split("<main", 1)[1]
    for href, number in NUMBER.findall(html):
        yield unescape(href), int(number.replace(",", ""))


def rows_of(client: Client, address: str) -> int:
    """Return how many rows a list has, all its pages together."""
    found, number, parts = 0, 1, urlsplit(address)
    while True:
        html = client.get(f"{parts.path}?{parts.query}&page={number}").content.decode()
        found += html.count(ROW)
        if f"page={number + 1}" not in html:
            return found
        number += 1
