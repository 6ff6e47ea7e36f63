"""The transfers app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Files in and out."""

    name = "onroll.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.transfers import events  # noqa: F401
