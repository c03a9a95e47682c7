import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tables_of_stored_results(apps, schema_editor):
    """Runs made before keep quotas and vetoes in their result alone."""
    run_model = apps.get_model("assessment", "ScoreRun")
    quota = apps.get_model("assessment", "RunQuota")
    for run in run_model.objects.iterator():
        for group, result in json.loads(run.result).items():
            for row in result["quotas"]:
                filled = row["filled"]
                quota.objects.create(
                    run=run, group=group, key=row["key"], title=row["title"],
                    seats=filled["seats"], inside=filled["inside"], edge=filled["edge"],
                    barred=row.get("barred", []),
                )  # fmt: skip
            for unit in result["units"]:
                if unit.get("vetoes"):
                    run.scores.filter(unit__code=unit["unit"]).update(vetoes=unit["vetoes"])


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0003_runstudy'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='unitscore',
            name='vetoes',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='RunQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=500, verbose_name='名额')),
                ('seats', models.PositiveIntegerField()),
                ('inside', models.JSONField()),
                ('edge', models.JSONField()),
                ('barred', models.JSONField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='assessment.scorerun')),
            ],
            options={
                'verbose_name': '名额',
                'ordering': ['run_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EdgeDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chosen', models.JSONField()),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quota', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='assessment.runquota')),
            ],
            options={
                'verbose_name': '名额线上的取舍',
                'ordering': ['quota_id'],
            },
        ),
        migrations.AddConstraint(
            model_name='runquota',
            constraint=models.UniqueConstraint(fields=('run', 'group', 'key'), name='run_quota_once'),
        ),
        migrations.RunPython(tables_of_stored_results, migrations.RunPython.noop),
    ]
