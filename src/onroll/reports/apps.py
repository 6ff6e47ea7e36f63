"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports and returns."""

    name = "onroll.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
