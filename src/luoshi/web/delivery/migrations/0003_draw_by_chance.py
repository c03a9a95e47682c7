from django.db import migrations, models


class Migration(migrations.Migration):
    """The seeds of earlier draws were typed by whoever drew; from now on they fall by chance."""

    dependencies = [
        ("delivery", "0002_against_original"),
    ]

    operations = [
        migrations.AddField(
            model_name="draw",
            name="by_chance",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="draw",
            name="by_chance",
            field=models.BooleanField(default=True),
        ),
    ]
