"""A county loaded once for a whole file of tests, and taken away again after them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from onroll.audit.actor import LONDON
from onroll.demonstration import loading
from onroll.demonstration.county import County

CHILDREN = 1_200


@dataclass(frozen=True)
class Set:
    """A county, what its loading told, when it was loaded, and where its files are."""

    county: County
    loaded: loading.Loaded
    now: datetime
    folder: Path
    progress: dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def load(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Set]]:
    with django_db_blocker.unblock(), _undone():
        yield lambda day, hour=16, **options: _load(day, hour, tmp_path_factory.mktemp("county"), **options)


def _load(day: date, hour: int, folder: Path, **options: Any) -> Set:
    county = County(seed=1, children=CHILDREN, day=day)
    now = datetime.combine(day, time(hour), tzinfo=LONDON)
    told: dict[str, tuple[int, int]] = {}

    def progress(words: str, done: int, total: int) -> None:
        told[words] = (done, total)

    loaded = loading.load_county(county, folder=folder, now=now, progress=progress, **options)
    return Set(county, loaded, now, folder, told)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
