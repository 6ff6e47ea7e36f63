"""All addresses: each room of ``web`` brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from onroll.project import health
from onroll.web.health import urls as health_urls
from onroll.web.session import keep_session

urlpatterns: list[URLPattern | URLResolver] = [
    *health_urls.addresses(ready=health.ready, look=health.look),
    path("components/", include("onroll.web.gallery.urls")),
    path("session/keep", keep_session, name="keep_session"),
    path("", include("onroll.web.accounts.urls")),
    path("administration/", include("onroll.web.administration.urls")),
    path("", include("onroll.web.audit.urls")),
    path("", include("onroll.web.about.urls")),
    path("", include("onroll.web.intake.urls")),
    path("enquiries/", include("onroll.web.enquiries.urls")),
    path("sweeps/", include("onroll.web.sweeps.urls")),
    path("", include("onroll.web.schools.urls")),
    path("", include("onroll.web.home_education.urls")),
    path("", include("onroll.web.today.urls")),
    path("", include("onroll.web.children.urls")),
    path("", include("onroll.web.cases.urls")),
    path("", include("onroll.web.matches.urls")),
    path("", include("onroll.web.letters.urls")),
    path("", include("onroll.web.files.urls")),
    path("transfers/", include("onroll.web.lost.urls")),
    path("", include("onroll.web.reconcile.urls")),
    path("", include("onroll.web.sharing.urls")),
    path("", include("onroll.web.rules.urls")),
    path("", include("onroll.web.mailbox.urls")),
    path("", include("onroll.web.reports.urls")),
]

handler400 = "onroll.web.errors.bad_request"
handler403 = "onroll.web.errors.refused"
handler404 = "onroll.web.errors.not_found"
handler429 = "onroll.web.errors.too_many"  # asked for by the limits on guessing
handler500 = "onroll.project.trouble.broken"
