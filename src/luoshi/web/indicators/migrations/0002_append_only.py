"""Triggers that keep observations as they were brought in."""

from django.db import migrations

from luoshi.web.audit import triggers


def begin(apps, schema_editor):
    triggers.install(schema_editor.connection, triggers.OBSERVATIONS)


def end(apps, schema_editor):
    triggers.remove(schema_editor.connection, triggers.OBSERVATIONS)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(begin, end, elidable=False)]
