"""Addresses of reports, returns and the manager's page."""

from django.urls import path

from onroll.web.reports import manager

urlpatterns = [
    path("manager/", manager.manager, name="manager"),
    path("manager/late/", manager.late, name="manager_late"),
    path("manager/register/", manager.on_register, name="manager_register"),
    path("manager/visits/", manager.visits, name="manager_visits"),
]
