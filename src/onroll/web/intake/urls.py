"""Addresses of telling us of a child, and of what arrived."""

from django.urls import path

from onroll.web.intake import keying, telling, triage, views

urlpatterns = [
    path("", views.start, name="start"),
    *(address for flow in views.FLOWS for address in flow.addresses),
    path("your-notices/", views.own_notices, name="own_notices"),
    path("arrived/", triage.arrived, name="arrived"),
    path("arrived/new/", keying.key_in_start, name="key_in_start"),
    path("arrived/new/check/", keying.key_in_check, name="key_in_check"),
    path("arrived/new/known/", keying.key_in_known, name="key_in_known"),
    path("arrived/new/already-known/", keying.already_known, name="already_known"),
    path("arrived/new/brother-or-sister/", keying.key_in_sibling, name="key_in_sibling"),
    path("arrived/new/<slug:slug>/", keying.key_in_page, name="key_in_page"),
    path("arrived/<uuid:referral_id>/", triage.referral, name="referral"),
    path("arrived/<uuid:referral_id>/decide/", triage.decide, name="decide_referral"),
    path("arrived/<uuid:referral_id>/told/", telling.told, name="referral_told"),
]
