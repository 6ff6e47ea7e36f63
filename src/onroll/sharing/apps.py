"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """What was given to whom."""

    name = "onroll.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"
