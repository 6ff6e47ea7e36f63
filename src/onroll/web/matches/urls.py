"""Addresses of pairs of records."""

from django.urls import path

from onroll.web.matches import ending, views

urlpatterns = [
    path("matches/", views.queue, name="matches"),
    path("matches/of/<uuid:child_id>/", views.of_child, name="matches_of"),
    path("matches/<uuid:child_id>/with/<uuid:other_id>/", views.pair, name="match"),
    path("matches/decisions/<uuid:pair_decision_id>/undo/", ending.undo, name="undo_match"),
    path("matches/decisions/<uuid:pair_decision_id>/review/", ending.review, name="review_match"),
]
