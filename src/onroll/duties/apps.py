"""The duties app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """What is owed, by whom, by when."""

    name = "onroll.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.duties import events  # noqa: F401
