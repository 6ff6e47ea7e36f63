"""Addresses of what is printed."""

from django.urls import path

from onroll.web.letters import views

urlpatterns = [
    path("letters/<uuid:message_id>/", views.letter_sheet, name="letter_sheet"),
    path("letters/<uuid:message_id>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("letters/<uuid:message_id>/posted/", views.letter_posted, name="letter_posted"),
    path("letters/<uuid:message_id>/again/", views.send_again, name="send_again"),
    path("visits/<uuid:request_id>/sheet/", views.cme4_sheet, name="cme4_sheet"),
]
