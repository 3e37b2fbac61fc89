from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work: retries, lost workers and recurring jobs on top of Django's Tasks."""

    name = "daybook.core.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.core.jobs import health, upkeep
