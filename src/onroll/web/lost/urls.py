"""Addresses of lost pupils."""

from django.urls import path

from onroll.web.lost import acting, asking, exchanging, views

urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("search/", views.lost_search, name="lost_search"),
    path("pupils/<uuid:lost_pupil_id>/", views.lost_pupil, name="lost_pupil"),
    path("pupils/<uuid:lost_pupil_id>/explain/", acting.explain, name="lost_pupil_explain"),
    path("pupils/<uuid:lost_pupil_id>/register/", acting.register, name="lost_pupil_register"),
    path("pupils/<uuid:lost_pupil_id>/found/", acting.found, name="lost_pupil_found"),
    path("pupils/<uuid:lost_pupil_id>/cleared/", acting.cleared, name="lost_pupil_cleared"),
    path("pupils/<uuid:lost_pupil_id>/send/", exchanging.send, name="lost_pupil_send"),
    path("exchange/", exchanging.exchange, name="exchange"),
    path("exchange/<uuid:exchanged_file_id>/rejected/", exchanging.returned, name="exchange_returned"),
    path("requests/new/", asking.new_request, name="search_request_new"),
    path("requests/<uuid:search_request_id>/", asking.request_page, name="search_request"),
    path("requests/<uuid:search_request_id>/national/", asking.national_for, name="search_request_national"),
    path("requests/<uuid:search_request_id>/answer/", asking.answer, name="search_request_answer"),
    path("national/", asking.national_searches, name="national_searches"),
    path("national/new/", asking.new_national, name="national_search_new"),
]
