"""The demonstration app."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """An invented county to try the service on."""

    name = "onroll.demonstration"
    label = "demonstration"
