from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages made of what the apps contribute, and the shell around every page."""

    name = "daybook.web"
    label = "web"

    def ready(self) -> None:
        """Register what the shared pages contribute."""
        from daybook.web import plugs
