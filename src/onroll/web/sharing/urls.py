"""Addresses of the lists that are shared."""

from django.urls import path

from onroll.web.sharing import answering, directory, disclosed, partners, subject_access, views

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/new/", directory.new_contact, name="new_contact"),
    path("directory/<uuid:directorycontact_id>/", directory.change_contact, name="change_contact"),
    path("directory/<uuid:directorycontact_id>/end/", directory.end_contact, name="end_contact"),
    path("disclosed/", disclosed.disclosures, name="disclosures"),
    path("disclosed/<uuid:disclosure_id>/", disclosed.disclosure, name="disclosure"),
    path("disclosed/<uuid:disclosure_id>/file/", disclosed.disclosure_file, name="disclosure_file"),
    path("subject-access/", subject_access.subject_requests, name="subject_requests"),
    path("subject-access/new/", subject_access.new_subject_request, name="new_subject_request"),
    path("subject-access/<uuid:subjectrequest_id>/", subject_access.subject_request, name="subject_request"),
    path(
        "subject-access/<uuid:subjectrequest_id>/held/", subject_access.subject_bundle, name="subject_bundle"
    ),
    path(
        "subject-access/<uuid:subjectrequest_id>/decide/",
        subject_access.subject_decide,
        name="subject_decide",
    ),
    path("subject-access/<uuid:subjectrequest_id>/read/", subject_access.subject_read, name="subject_read"),
    path(
        "subject-access/<uuid:subjectrequest_id>/identity/",
        subject_access.subject_identity,
        name="subject_identity",
    ),
    path(
        "subject-access/<uuid:subjectrequest_id>/longer/",
        subject_access.subject_extend,
        name="subject_extend",
    ),
    path("subject-access/<uuid:subjectrequest_id>/end/", subject_access.subject_end, name="subject_end"),
    path("subject-access/<uuid:subjectrequest_id>/sign/", subject_access.subject_sign, name="subject_sign"),
    path(
        "subject-access/<uuid:subjectrequest_id>/give/",
        subject_access.subject_release,
        name="subject_release",
    ),
    path("subject-access/<uuid:subjectrequest_id>/file/", subject_access.subject_file, name="subject_file"),
    path("lists/", views.packs, name="packs"),
    path("lists/partners/", partners.list_partners, name="list_partners"),
    path("lists/partners/<uuid:listpartner_id>/end/", partners.end_list_partner, name="end_list_partner"),
    path("lists/<uuid:pack_id>/", views.pack, name="pack"),
    path("lists/<uuid:pack_id>/release/", views.pack_release, name="pack_release"),
    path("lists/<uuid:pack_id>/chase/", views.pack_chase, name="pack_chase"),
    path("lists/<uuid:pack_id>/answer/", answering.pack_answer, name="pack_answer"),
    path("lists/<uuid:pack_id>/answers/", answering.pack_answers, name="pack_answers"),
    path("lists/<uuid:pack_id>/file/", views.pack_file, name="pack_file"),
]
