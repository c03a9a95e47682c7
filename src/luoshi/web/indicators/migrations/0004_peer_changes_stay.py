"""Triggers that keep what peers were called."""

from django.db import migrations

from luoshi.web.audit import triggers


def begin(apps, schema_editor):
    triggers.install(schema_editor.connection, triggers.PEER_CHANGES)


def end(apps, schema_editor):
    triggers.remove(schema_editor.connection, triggers.PEER_CHANGES)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_peer_change")]
    operations = [migrations.RunPython(begin, end, elidable=False)]
