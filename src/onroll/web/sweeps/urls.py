"""Addresses of truancy sweeps."""

from django.urls import path

from onroll.web.sweeps import views

urlpatterns = [
    path("", views.sweeps, name="sweeps"),
    path("new/", views.new_sweep, name="new_sweep"),
    path("<uuid:sweep_id>/", views.sweep, name="sweep"),
    path("<uuid:sweep_id>/child/", views.sweep_child, name="sweep_child"),
    path("<uuid:sweep_id>/child/<uuid:pupil_id>/", views.sweep_status, name="sweep_status"),
    path("<uuid:sweep_id>/finished/", views.sweep_finished, name="sweep_finished"),
    path("<uuid:sweep_id>/shared/", views.sweep_shared, name="sweep_shared"),
]
