"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Letters and forms: what each may hold, in whose words, and how it becomes a PDF."""

    name = "onroll.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.documents import events  # noqa: F401
