"""The server's entry."""

import os

import onroll  # noqa: F401  the database library is replaced before Django loads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
