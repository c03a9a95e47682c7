"""The anchor: commitments by the ORM through a plain template, no shell, no permission.

Kept as cheap as such a page can be: the template is compiled once, and the state is shown as
stored, because ``get_…_display`` translates every choice for every row.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
application = get_wsgi_application()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application.load_middleware()

TEMPLATE = """<!doctype html><title>bare</title><table>{% for row in rows %}
<tr><td>{{ row.pk }}<td>{{ row.text }}<td>{{ row.lead_unit }}<td>{{ row.target }}
<td>{{ row.due_on|date:"Y-m-d" }}<td>{{ row.state }}</tr>{% endfor %}</table>"""


PAGE = engines["django"].from_string(TEMPLATE)


def listing(request: HttpRequest, count: int) -> HttpResponse:
    """A list page reduced to its query and its rows."""
    from luoshi.web.commitments.models import Commitment

    rows = Commitment.objects.select_related("lead_unit").order_by("due_on", "id")[:count]
    return HttpResponse(PAGE.render({"rows": rows}, request))


urlpatterns = [path("bare/<int:count>/", listing)]
