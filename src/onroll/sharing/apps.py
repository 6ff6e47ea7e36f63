"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Lists that are shared: prepared, looked at, released, answered."""

    name = "onroll.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.sharing import events  # noqa: F401
