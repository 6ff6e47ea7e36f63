"""All addresses: each room of ``web`` brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("onroll.web.accounts.urls")),
]
