"""Units that were there before their life was kept begin with their first version."""

from django.db import migrations
from django.db.models import Min


def begin(apps, schema_editor):
    units = apps.get_model("units", "Unit")
    versions = apps.get_model("units", "UnitVersion")
    first = versions.objects.order_by().values_list("unit_id").annotate(Min("valid_from"))
    for unit_id, day in first:
        units.objects.filter(pk=unit_id, opened_on=None).update(opened_on=day)


class Migration(migrations.Migration):

    dependencies = [("units", "0002_lineage")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
