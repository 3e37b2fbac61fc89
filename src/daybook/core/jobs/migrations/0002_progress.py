from django.db import migrations, models


class Migration(migrations.Migration):
    """How far jobs are."""

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("job_id", models.CharField(blank=True, db_index=True, max_length=36)),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
