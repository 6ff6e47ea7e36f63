"""The nightly app."""

from django.apps import AppConfig


class NightlyConfig(AppConfig):
    """The clock."""

    name = "onroll.nightly"
    label = "nightly"
    default_auto_field = "django.db.models.BigAutoField"
