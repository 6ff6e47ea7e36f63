"""Foreign keys point down: what imports cannot show, because a key may be named by a string."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from tests.architecture import reading
from tests.architecture.conftest import Enumerated


@dataclass(frozen=True)
class Key:
    """A foreign key, and the apps at its two ends."""

    name: str
    holder: str
    held: str
    related_name: str | None

    def __str__(self) -> str:
        return f"{self.name} → {self.held} (related_name={self.related_name!r})"


def app_of(model: type[models.Model]) -> str:
    """Return the app of Onroll that a model belongs to, or the empty string for a model of a library."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "onroll" else ""


def onroll_models() -> list[type[models.Model]]:
    """Return every concrete model of Onroll."""
    return [model for model in apps.get_models(include_auto_created=True) if app_of(model)]


def keys() -> list[Key]:
    """Return every key of every model of Onroll, many-to-many included."""
    return [
        Key(
            f"{model._meta.label}.{field.name}",
            app_of(model),
            app_of(field.related_model),
            field.remote_field.related_name,
        )
        for model in onroll_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation
    ]


def test_keys_point_down(enumerated: Enumerated) -> None:
    enumerated("foreign keys", keys(), at_least=40)

    rising = [str(key) for key in keys() if key.held and reading.rank(key.held) > reading.rank(key.holder)]
    sideways = [
        str(key)
        for key in keys()
        if key.held and key.held != key.holder and reading.rank(key.held) == reading.rank(key.holder)
    ]
    assert rising == []
    assert sideways == []


def test_keys_between_apps_leave_no_name_on_the_lower_one(enumerated: Enumerated) -> None:
    crossing = [key for key in keys() if key.held != key.holder]
    enumerated("foreign keys between apps", crossing, at_least=10)

    assert [str(key) for key in crossing if key.related_name != "+"] == []


def test_no_model_points_at_a_table_of_anything_at_all() -> None:
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in onroll_models()
        for field in model._meta.private_fields
        if field.is_relation
    ]

    assert generic == []
