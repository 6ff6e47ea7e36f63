"""Addresses of the rules."""

from django.urls import path

from onroll.web.rules import clock, views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/numbers/", views.numbers, name="rules_numbers"),
    path("rules/duties/<slug:code>/", views.duty, name="rule"),
    path("clock/", clock.clock, name="clock"),
    path("clock/<int:year>-<int:month>-<int:day>/", clock.week, name="clock_week"),
]
