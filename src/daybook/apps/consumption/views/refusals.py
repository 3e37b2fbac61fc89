"""Saying beside the right field what an action refuses."""

from collections.abc import Mapping

from django import forms

from daybook.lib.errors import DomainError


def beside(form: forms.Form, error: DomainError, fields: Mapping[type[DomainError], str]) -> None:
    """Add what ``error`` says to the form, beside the field that ``fields`` names for its kind."""
    refusal = forms.ValidationError(error.message, code=error.code)
    form.add_error(fields.get(type(error)), refusal)
