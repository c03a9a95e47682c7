"""A bulletin tells of a score run or of an appraisal session."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appraisal', '0004_wrong_before'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bulletin',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='assessment.scorerun'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='appraisal.session'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('run__isnull', False), ('session__isnull', True)), models.Q(('run__isnull', True), ('session__isnull', False)), _connector='OR'), name='bulletin_on_run_or_session'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.UniqueConstraint(condition=models.Q(('issued_at', None)), fields=('session',), name='bulletin_session_draft_once'),
        ),
    ]
