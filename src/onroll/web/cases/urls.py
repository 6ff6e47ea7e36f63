"""Addresses of the steps of a case."""

from django.urls import path

from onroll.web.cases.views import STEPS, view_of

urlpatterns = [
    path(f"cases/<uuid:case_id>/{step.slug}/", view_of(step), name=f"case_{step.slug.replace('-', '_')}")
    for step in STEPS
]
