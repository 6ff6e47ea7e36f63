"""Addresses of the pages about the service."""

from django.urls import path

from onroll.web.about import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
