"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Referral, case, visit, outcome."""

    name = "onroll.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.cases import events  # noqa: F401
