"""The address of the mailbox."""

from django.urls import path

from onroll.web.mailbox import views

urlpatterns = [path("mailbox/", views.mailbox, name="mailbox")]
