"""Addresses of the rules."""

from django.urls import path

from onroll.web.rules import views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/numbers/", views.numbers, name="rules_numbers"),
    path("rules/duties/<slug:code>/", views.duty, name="rule"),
]
