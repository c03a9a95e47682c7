"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
site = get_wsgi_application()

from luoshi.web.voting.fast import before  # noqa: E402  # models need the apps loaded

application = before(site)
