"""Addresses of files that come in."""

from django.urls import path

from onroll.web.files import deciding, sending, views

urlpatterns = [
    path("files/", views.files, name="files"),
    path("files/new/", sending.send, name="files_new"),
    path("files/held/", deciding.held, name="files_held"),
    path("files/held/<uuid:record_id>/", deciding.decide, name="files_decide"),
    path("files/<uuid:file_id>/", views.file, name="file"),
    path("files/<uuid:file_id>/columns/", views.columns, name="file_columns"),
    path("files/<uuid:file_id>/findings/", views.findings, name="file_findings"),
    path("files/<uuid:file_id>/records/<slug:kind>/", views.records, name="file_records"),
    path("files/<uuid:file_id>/approve/", views.approve, name="file_approve"),
    path("files/<uuid:file_id>/allow/", views.allow, name="file_allow"),
    path("files/<uuid:file_id>/resume/", views.resume, name="file_resume"),
    path("files/<uuid:file_id>/cancel/", views.cancel, name="file_cancel"),
    path("files/<uuid:file_id>/undo/", views.undo, name="file_undo"),
]
