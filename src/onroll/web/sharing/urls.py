"""Addresses of the lists that are shared."""

from django.urls import path

from onroll.web.sharing import partners, views

urlpatterns = [
    path("lists/", views.packs, name="packs"),
    path("lists/partners/", partners.list_partners, name="list_partners"),
    path("lists/partners/<uuid:listpartner_id>/end/", partners.end_list_partner, name="end_list_partner"),
    path("lists/<uuid:pack_id>/", views.pack, name="pack"),
    path("lists/<uuid:pack_id>/release/", views.pack_release, name="pack_release"),
    path("lists/<uuid:pack_id>/file/", views.pack_file, name="pack_file"),
]
