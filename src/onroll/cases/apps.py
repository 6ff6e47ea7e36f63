"""The cases app."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CasesConfig(AppConfig):
    """Referral, case, visit, outcome."""

    name = "onroll.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event, and refuse to start with numbers that cannot be right."""
        from onroll.cases import events  # noqa: F401

        if settings.LOCAL_PARAMETERS:
            refuse_wrong_numbers()


def refuse_wrong_numbers() -> None:
    """Read the authority's own numbers; raises ImproperlyConfigured with the file, the line and the reason."""
    from onroll.duties.numbers import current_parameters
    from rulebook.parameters import ParametersWrong

    try:
        current_parameters()
    except (ParametersWrong, OSError) as fault:
        raise ImproperlyConfigured(
            f"The authority's own numbers (ONROLL_LOCAL_PARAMETERS): {fault}"
        ) from fault
