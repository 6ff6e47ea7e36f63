"""Addresses of a school's own pages, and of removals from a roll."""

from django.urls import path

from onroll.web.schools import awaited, heard, home, judging, removals, telling

urlpatterns = [
    path("school/", home.school_home, name="school_home"),
    path("school/roll/", home.school_roll, name="school_roll"),
    path("school/removals/new/", telling.removal_new, name="removal_new"),
    path("school/expected/new/", awaited.start_new, name="start_new"),
    path("school/absences/new/", awaited.absence_new, name="absence_new"),
    path("school/expected/<uuid:expected_start_id>/", awaited.expected_start, name="expected_start"),
    path("school/absences/<uuid:absence_id>/", awaited.absence, name="absence"),
    path("schools/", heard.schools, name="schools"),
    path("removals/", removals.removals, name="removals"),
    path("removals/<uuid:removal_id>/", removals.removal, name="removal"),
    path("removals/<uuid:removal_id>/cme1.pdf", removals.removal_pdf, name="removal_pdf"),
    path("removals/<uuid:removal_id>/tell/<slug:slug>/", telling.removal_tell, name="removal_tell"),
    path("removals/<uuid:removal_id>/check/", telling.removal_check, name="removal_check"),
    path("removals/<uuid:removal_id>/discard/", telling.removal_discard, name="removal_discard"),
    path("removals/<uuid:removal_id>/answer/", telling.removal_answer, name="removal_answer"),
    path("removals/<uuid:removal_id>/followed/", telling.removal_followed, name="removal_followed"),
    path("removals/<uuid:removal_id>/accept/", judging.removal_accept, name="removal_accept"),
    path("removals/<uuid:removal_id>/ask/", judging.removal_ask, name="removal_ask"),
    path("removals/<uuid:removal_id>/refuse/", judging.removal_refuse, name="removal_refuse"),
    path("removals/<uuid:removal_id>/enquiry/", judging.removal_enquiry, name="removal_enquiry"),
    path("removals/<uuid:removal_id>/checked/", judging.removal_checked, name="removal_checked"),
    path("removals/<uuid:removal_id>/taken-up/", judging.removal_taken_up, name="removal_taken_up"),
]
