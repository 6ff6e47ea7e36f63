"""The release app."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """The one gate for all that leaves."""

    name = "onroll.release"
    label = "release"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.release import events  # noqa: F401
