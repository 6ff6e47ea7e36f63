"""Addresses of home education."""

from django.urls import path

from onroll.web.home_education import notices, register, telling

urlpatterns = [
    path("home-education/", register.home_education_list, name="home_education_list"),
    path("home-education/new/", telling.home_notice_new, name="home_notice_new"),
    path("school/home-education/new/", telling.school_home_notice_new, name="school_home_notice_new"),
    path("home-education/notices/<uuid:home_notice_id>/", notices.home_notice, name="home_notice"),
    path(
        "home-education/notices/<uuid:home_notice_id>/child/",
        notices.home_notice_child,
        name="home_notice_child",
    ),
    path(
        "home-education/notices/<uuid:home_notice_id>/enter/",
        notices.home_notice_enter,
        name="home_notice_enter",
    ),
    path(
        "home-education/notices/<uuid:home_notice_id>/close/",
        notices.home_notice_close,
        name="home_notice_close",
    ),
    path(
        "home-education/notices/<uuid:home_notice_id>/copied/",
        telling.home_notice_copied,
        name="home_notice_copied",
    ),
    path("home-education/<uuid:provision_id>/", register.home_education, name="home_education"),
    path(
        "home-education/<uuid:provision_id>/review/",
        register.home_education_review,
        name="home_education_review",
    ),
    path("home-education/<uuid:provision_id>/end/", register.home_education_end, name="home_education_end"),
]
