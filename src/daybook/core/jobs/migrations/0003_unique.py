from django.db import migrations, models


class Migration(migrations.Migration):
    """The keys of unique jobs."""

    dependencies = [
        ("jobs", "0002_progress"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unique",
            fields=[
                ("job_id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("is_live", models.BooleanField(default=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)),
                        fields=("key",),
                        name="jobs_one_live_job_of_a_key",
                    )
                ],
            },
        ),
    ]
