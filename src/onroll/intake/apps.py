"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Forms and what they brought."""

    name = "onroll.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.intake import events  # noqa: F401
