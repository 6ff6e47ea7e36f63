"""Addresses of telling us of a child, and of what arrived."""

from django.urls import path

from onroll.web.intake import keying, telling, triage, views

urlpatterns = [
    path("", views.start, name="start"),
    path("tell-us/", views.tell_start, name="tell_start"),
    path("tell-us/check/", views.tell_check, name="tell_check"),
    path("tell-us/sent/", views.tell_done, name="tell_done"),
    path("tell-us/<slug:slug>/", views.tell_page, name="tell_page"),
    path("arrived/", triage.arrived, name="arrived"),
    path("arrived/new/", keying.key_in_start, name="key_in_start"),
    path("arrived/new/<slug:slug>/", keying.key_in_page, name="key_in_page"),
    path("arrived/<uuid:referral_id>/", triage.referral, name="referral"),
    path("arrived/<uuid:referral_id>/decide/", triage.decide, name="decide_referral"),
    path("arrived/<uuid:referral_id>/told/", telling.told, name="referral_told"),
]
