"""Form fields that take their rule from the domain, so that page and API refuse alike."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from daybook.lib.errors import DomainError

T = TypeVar("T")


class RuleField(forms.CharField, Generic[T]):
    """Text that ``rule`` turns into a value; its refusal is shown beside the field.

    An empty field that is not required gives ``None``.
    """

    def __init__(self, *, rule: Callable[[str], T], **options: Any) -> None:
        self.rule = rule
        super().__init__(**options)

    def clean(self, value: Any) -> T | None:
        """The value that the rule makes of the text."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.rule(text)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from None
