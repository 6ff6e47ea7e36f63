"""Addresses of reports, returns and the manager's page."""

from django.urls import path

from onroll.web.reports import annual, manager, returns

urlpatterns = [
    path("manager/", manager.manager, name="manager"),
    path("manager/late/", manager.late, name="manager_late"),
    path("manager/register/", manager.on_register, name="manager_register"),
    path("manager/visits/", manager.visits, name="manager_visits"),
    path("reports/", returns.reports, name="reports"),
    path("reports/annual/", annual.report, name="annual"),
    path("reports/annual/rows/", annual.rows, name="annual_rows"),
    path("reports/annual/due/", annual.due, name="annual_due"),
    path("reports/annual/pdf/", annual.as_pdf, name="annual_pdf"),
    path("returns/definitions/", returns.definitions, name="return_definitions"),
    path("returns/sent/<uuid:return_sent_id>/", returns.sent, name="return_sent"),
    path("returns/sent/<uuid:return_sent_id>/file/", returns.sent_file, name="return_sent_file"),
    path("returns/<slug:collection>/", returns.worksheet, name="return_worksheet"),
    path("returns/<slug:collection>/children/", returns.children, name="return_children"),
    path("returns/<slug:collection>/changes/", returns.changes, name="return_changes"),
    path("returns/<slug:collection>/figures/", returns.as_csv, name="return_csv"),
    path("returns/<slug:collection>/mark-sent/", returns.mark_sent, name="return_mark_sent"),
]
