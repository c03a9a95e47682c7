"""Every kind of list begins with the definition it had as its first version."""

from django.db import migrations


def begin(apps, schema_editor):
    ListType = apps.get_model("commitments", "ListType")
    Version = apps.get_model("commitments", "ListTypeVersion")
    CommitmentList = apps.get_model("commitments", "CommitmentList")
    for kind in ListType.objects.all():
        kind.definition.pop("workflow", None)
        kind.light_rule = str(kind.definition.get("light_rule", "default"))
        kind.save(update_fields=["definition", "light_rule"])
        first = Version.objects.create(
            list_type=kind, number=1, definition=kind.definition, light_rule=kind.light_rule
        )
        CommitmentList.objects.filter(list_type=kind, frozen_at__isnull=False).update(
            frozen_version=first
        )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_list_types_as_data")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
