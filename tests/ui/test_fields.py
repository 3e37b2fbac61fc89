import pytest
from django import forms

from daybook.lib.errors import Invalid
from daybook.ui.fields import RuleField


class TooOdd(Invalid):
    code = "tests.too-odd"


def even(text):
    if int(text) % 2:
        raise TooOdd("Give an even number.")
    return int(text)


class Wish(forms.Form):
    amount = RuleField(rule=even, label="Amount", max_length=3)
    spare = RuleField(rule=even, required=False)


class TestRuleField:
    def test_gives_what_the_rule_makes_of_the_text(self):
        form = Wish({"amount": " 12 "})
        assert form.is_valid()
        assert form.cleaned_data["amount"] == 12

    def test_shows_the_refusal_of_the_domain_beside_the_field(self):
        form = Wish({"amount": "7"})
        assert form.errors == {"amount": ["Give an even number."]}

    def test_keeps_the_code_of_the_refusal(self):
        assert Wish({"amount": "7"}).errors.as_data()["amount"][0].code == "tests.too-odd"

    def test_keeps_what_was_typed(self):
        assert 'value="7"' in str(Wish({"amount": "7"})["amount"])

    def test_an_empty_field_that_may_be_empty_is_nothing(self):
        form = Wish({"amount": "2", "spare": ""})
        assert form.is_valid()
        assert form.cleaned_data["spare"] is None

    @pytest.mark.parametrize("text", ["", "   "])
    def test_an_empty_field_that_is_needed_never_reaches_the_rule(self, text):
        assert Wish({"amount": text}).errors["amount"] == ["This field is required."]

    def test_a_text_that_is_too_long_never_reaches_the_rule(self):
        assert "at most 3 characters" in Wish({"amount": "2222"}).errors["amount"][0]
