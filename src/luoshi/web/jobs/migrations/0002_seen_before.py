from django.db import migrations


def take_as_seen(apps, editor):
    """What ended before notices were counted is not counted."""
    apps.get_model("jobs", "Job").objects.filter(finished_at__isnull=False).update(seen=True)


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("accounts", "0002_unread"),
    ]

    operations = [migrations.RunPython(take_as_seen, migrations.RunPython.noop)]
