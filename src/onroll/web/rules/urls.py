"""Addresses of the rules."""

from django.urls import path

from onroll.web.rules import clock, procedure, views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/numbers/", views.numbers, name="rules_numbers"),
    path("rules/duties/<slug:code>/", views.duty, name="rule"),
    path("rules/flowchart/", procedure.flow, name="rules_flow"),
    path("rules/paragraphs/", procedure.paragraphs, name="rules_paragraphs"),
    path("rules/requirements/", procedure.trace, name="rules_trace"),
    path("rules/requirements/<slug:name>/", procedure.requirement, name="requirement"),
    path("rules/grounds/", procedure.grounds, name="rules_grounds"),
    path("clock/", clock.clock, name="clock"),
    path("clock/<slug:monday>/", clock.week, name="clock_week"),
]
