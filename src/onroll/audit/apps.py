"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What was done, and who looked."""

    name = "onroll.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
