"""The nightly app."""

from django.apps import AppConfig


class NightlyConfig(AppConfig):
    """The clock."""

    name = "onroll.nightly"
    label = "nightly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.nightly import events  # noqa: F401
