from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appraisal', '0004_wrong_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='begins',
            field=models.TimeField(null=True, verbose_name='开始时间'),
        ),
    ]
