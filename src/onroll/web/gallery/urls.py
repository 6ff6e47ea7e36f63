"""The address of the gallery, included at `components/`."""

from django.urls import path

from onroll.web.gallery import views

urlpatterns = [path("", views.gallery, name="gallery")]
