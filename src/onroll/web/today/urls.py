"""The address of the day's work."""

from django.urls import path

from onroll.web.today import views

urlpatterns = [path("today/", views.today, name="today")]
