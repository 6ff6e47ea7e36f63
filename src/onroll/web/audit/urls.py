"""The addresses of the record: who looked, and what was done."""

from django.urls import path

from onroll.web.audit import views

urlpatterns = [
    path("children/<uuid:child_id>/who-has-looked/", views.who_has_looked, name="who_has_looked"),
    path("account/activity/", views.own_activity, name="own_activity"),
    path("audit/", views.record, name="audit"),
    path("audit/looks/<uuid:look_id>/", views.look, name="audit_look"),
    path("audit/export/", views.export, name="audit_export"),
]
