"""The schools app."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Establishments and their terms."""

    name = "onroll.schools"
    label = "schools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.schools import events  # noqa: F401
