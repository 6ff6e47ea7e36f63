"""Addresses of the register, of finding a child, and of a child's record."""

from django.urls import path

from onroll.web.children import (
    assigning,
    checklist,
    numbers,
    ordered,
    register,
    searching,
    support,
    tasks,
    views,
    views_kept,
)

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/views/", views_kept.views, name="register_views"),
    path("register/export/", views_kept.export, name="register_export"),
    path("register/assign/", assigning.assign, name="register_assign"),
    path("register/cover/", assigning.cover, name="register_cover"),
    path("search/", searching.search, name="search"),
    path("children/<uuid:child_id>/", views.overview, name="child"),
    path("children/<uuid:child_id>/timeline/", views.timeline, name="child_timeline"),
    path("children/<uuid:child_id>/facts/", views.facts, name="child_facts"),
    path("children/<uuid:child_id>/facts/upn/", numbers.record, name="record_upn"),
    path("children/<uuid:child_id>/education/", views.education, name="child_education"),
    path("children/<uuid:child_id>/tasks/", tasks.tasks, name="child_tasks"),
    path("children/<uuid:child_id>/support/", support.support, name="child_support"),
    path("children/<uuid:child_id>/enquiries/", checklist.enquiries, name="child_enquiries"),
    path("children/<uuid:child_id>/visits/", views.visits, name="child_visits"),
    path("children/<uuid:child_id>/order/", ordered.order, name="child_order"),
    path("children/<uuid:child_id>/safeguarding/", views.safeguarding, name="child_safeguarding"),
    path("children/<uuid:child_id>/messages/", views.messages, name="child_messages"),
    path("children/<uuid:child_id>/shared-with/", views.disclosures, name="child_disclosures"),
]
