"""Addresses of what is printed."""

from django.urls import path

from onroll.web.letters import forms, views

urlpatterns = [
    path("letters/<uuid:message_id>/", views.letter_sheet, name="letter_sheet"),
    path("letters/<uuid:message_id>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("letters/<uuid:message_id>/posted/", views.letter_posted, name="letter_posted"),
    path("letters/<uuid:message_id>/again/", views.send_again, name="send_again"),
    path("visits/<uuid:request_id>/sheet/", views.cme4_sheet, name="cme4_sheet"),
    path("visits/<uuid:request_id>/print/<slug:what>/", views.print_paper, name="print_paper"),
    path("forms/<slug:code>.pdf", forms.blank_form, name="blank_form"),
    path("arrived/<uuid:referral_id>/pdf/", forms.referral_pdf, name="referral_pdf"),
    path("papers/<uuid:document_id>/", views.paper_pdf, name="paper_pdf"),
]
