"""Addresses of enquiries between authorities."""

from django.urls import path

from onroll.web.enquiries import views

urlpatterns = [
    path("", views.enquiries, name="enquiries"),
    path("authorities/", views.authorities, name="authorities"),
    path("authorities/<slug:code>/", views.authority, name="authority"),
    path("received/<uuid:enquiry_id>/", views.enquiry, name="enquiry"),
    path("received/<uuid:enquiry_id>/call-back/", views.enquiry_verify, name="enquiry_verify"),
    path("received/<uuid:enquiry_id>/search/", views.enquiry_check, name="enquiry_check"),
    path("received/<uuid:enquiry_id>/school/", views.enquiry_school, name="enquiry_school"),
    path("received/<uuid:enquiry_id>/answer/", views.enquiry_answer, name="enquiry_answer"),
    path("received/<uuid:enquiry_id>/told/", views.enquiry_told, name="enquiry_told"),
    path("sent/<uuid:sent_id>/", views.enquiry_sent, name="enquiry_sent"),
    path("sent/<uuid:sent_id>/again/", views.enquiry_chase, name="enquiry_chase"),
    path("sent/<uuid:sent_id>/answered/", views.enquiry_answered, name="enquiry_answered"),
    path("sent/<uuid:sent_id>/further/", views.enquiry_escalate, name="enquiry_escalate"),
]
