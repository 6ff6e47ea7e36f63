"""The education app."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Where a child is educated."""

    name = "onroll.education"
    label = "education"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.education import events  # noqa: F401
