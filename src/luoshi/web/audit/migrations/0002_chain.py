"""The head of the chain, and triggers that keep entries as they are."""

from django.db import migrations

from luoshi.core.chain import GENESIS
from luoshi.web.audit import triggers


def begin(apps, schema_editor):
    apps.get_model("audit", "Head").objects.create(pk=1, seq=0, hash=GENESIS)
    triggers.install(schema_editor.connection)


def end(apps, schema_editor):
    triggers.remove(schema_editor.connection)
    apps.get_model("audit", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(begin, end, elidable=False)]
