"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports and returns."""

    name = "onroll.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.reports import events  # noqa: F401
