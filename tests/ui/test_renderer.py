import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from daybook.ui.renderer import QuickInputs

WIDGETS = [
    forms.TextInput(),
    forms.TextInput(attrs={"inputmode": "decimal", "required": True, "disabled": False}),
    forms.EmailInput(attrs={"autocomplete": "email"}),
    forms.NumberInput(attrs={"step": "any"}),
    forms.PasswordInput(),
    forms.HiddenInput(),
    forms.TimeInput(attrs={"type": "time"}),
    forms.Textarea(),
    forms.CheckboxInput(),
    forms.Select(choices=[("a", "A"), ("b", "B")]),
]


def name(widget):
    return f"{type(widget).__name__} {widget.attrs}"


@pytest.mark.parametrize("widget", WIDGETS, ids=name)
@pytest.mark.parametrize("value", [None, "", "plain", "<b>&\"'", "0"])
def test_draws_what_django_draws(widget, value):
    attrs = {"id": "id_field", "aria-invalid": "true"}
    ours = widget.render("field", value, attrs, QuickInputs())
    assert parse_html(ours) == parse_html(widget.render("field", value, attrs, DjangoTemplates()))


def test_escapes_what_people_type():
    html = forms.TextInput().render("q", '"><script>', {}, QuickInputs())
    assert "<script>" not in html


def test_is_the_renderer_in_use():
    assert isinstance(forms.Form().renderer, QuickInputs)
