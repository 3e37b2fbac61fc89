from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of the house: tokens, components, the day ruler and its formats."""

    name = "daybook.ui"
    label = "ui"
