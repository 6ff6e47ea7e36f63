"""Addresses of comparing whole lists with the rolls."""

from django.urls import path

from onroll.web.reconcile import child, starting, views

urlpatterns = [
    path("reconcile/", views.comparisons, name="reconcile"),
    path("reconcile/new/", starting.new, name="reconcile_new"),
    path("reconcile/<uuid:comparison_id>/", views.comparison, name="comparison"),
    path("reconcile/<uuid:comparison_id>/resume/", views.resume, name="comparison_resume"),
    path("reconcile/<uuid:comparison_id>/explain/", child.explain_chosen, name="comparison_explain"),
    path("reconcile/<uuid:comparison_id>/<slug:reason>/", views.rows, name="comparison_rows"),
    path("reconcile/children/<uuid:listed_id>/", child.listed, name="listed"),
    path("reconcile/children/<uuid:listed_id>/explain/", child.explain, name="listed_explain"),
    path("reconcile/children/<uuid:listed_id>/case/", child.open_case, name="listed_case"),
    path("reconcile/children/<uuid:listed_id>/undo/", child.undo, name="listed_undo"),
]
