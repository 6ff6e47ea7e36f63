"""The addresses of administration."""

from django.urls import path

from onroll.web.administration import documents, people, places, roles

urlpatterns = [
    path("", people.people, name="administration"),
    path("people/new/", people.new_person, name="administration_new_person"),
    path("people/<uuid:user_id>/", people.person, name="administration_person"),
    path("people/<uuid:user_id>/change/", people.change_person, name="administration_change_person"),
    path("people/<uuid:user_id>/suspend/", people.suspend, name="administration_suspend"),
    path("people/<uuid:user_id>/restore/", people.restore, name="administration_restore"),
    path("people/<uuid:user_id>/sign-out/", people.end_sessions, name="administration_end_sessions"),
    path("people/<uuid:user_id>/invite/", people.invite, name="administration_invite"),
    path(
        "people/<uuid:user_id>/second-step/",
        people.reset_second_step,
        name="administration_reset_second_step",
    ),
    path("people/<uuid:user_id>/roles/new/", roles.grant, name="administration_grant"),
    path("roles/<uuid:role_id>/end/", roles.end, name="administration_end_role"),
    path("roles/<uuid:role_id>/sign/", roles.sign, name="administration_sign"),
    path("to-countersign/", roles.waiting, name="administration_waiting"),
    path("changes/", roles.changes, name="administration_changes"),
    path("organisations/", places.organisations, name="administration_organisations"),
    path("organisations/new/", places.new_organisation, name="administration_new_organisation"),
    path(
        "organisations/<uuid:organisation_id>/agreement/", places.agreement, name="administration_agreement"
    ),
    path("areas-and-teams/", places.teams, name="administration_teams"),
    path("areas/new/", places.new_area, name="administration_new_area"),
    path("teams/new/", places.new_team, name="administration_new_team"),
    path("documents/", documents.documents, name="administration_documents"),
    path("documents/<slug:code>/", documents.document, name="administration_document"),
    path(
        "documents/<slug:code>/example.pdf", documents.document_sample, name="administration_document_sample"
    ),
    path("documents/<slug:code>/change/", documents.change_wording, name="administration_change_wording"),
    path("documents/<slug:code>/undo/", documents.undo_wording, name="administration_undo_wording"),
    path("wordings/<uuid:wording_id>/sign/", documents.sign_wording, name="administration_sign_wording"),
    path(
        "wordings/<uuid:wording_id>/decline/",
        documents.decline_wording,
        name="administration_decline_wording",
    ),
]
