"""What is typed to connect an account, and to let it go."""

import pytest

from daybook.apps.consumption.forms import DisconnectForm, OctopusForm
from tests.octopus_home import KEY, NUMBER

GOOD = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}


def sent(**said):
    return OctopusForm(GOOD | said)


class TestAccount:
    def test_is_put_right_as_people_copy_it(self):
        form = sent(number=f" {NUMBER.lower()} ", api_key=f"  {KEY}\n")
        assert form.is_valid()
        assert (form.cleaned_data["number"], form.cleaned_data["api_key"]) == (NUMBER, KEY)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("number", "", "Type the account number"),
            ("number", "12345678", "It stands on every bill"),
            ("number", "A-" + "0" * 30, "at most 24 characters"),
            ("api_key", "", "Paste the API key"),
            ("api_key", "sk_live_", "It begins with sk_live_"),
            ("api_key", "sk live 0123456789abcdef", "has no spaces"),
            ("api_key", "k" * 121, "at most 120 characters"),
            ("gas_unit", "ft3", "not one of the available choices"),
            ("gas_unit", "", "required"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, field, value, words):
        form = sent(**{field: value})
        assert not form.is_valid()
        assert list(form.errors) == [field]
        assert words in form.errors[field][0]

    @pytest.mark.parametrize("unit", ["m3", "kWh"])
    def test_has_either_unit_of_gas(self, unit):
        assert sent(gas_unit=unit).is_valid()

    def test_takes_nothing_for_granted(self):
        assert set(OctopusForm({}).errors) == set(GOOD)


class TestSecrecy:
    @pytest.mark.parametrize("said", [{}, {"number": "wrong"}, {"gas_unit": "wrong"}])
    def test_never_shows_the_key_again(self, said):
        form = sent(**said)
        form.is_valid()
        assert KEY not in str(form["api_key"])
        assert KEY not in str(form.errors)

    def test_keeps_what_else_was_typed(self):
        form = sent(number="wrong")
        form.is_valid()
        assert 'value="wrong"' in str(form["number"])

    @pytest.mark.parametrize("field", ["number", "api_key"])
    def test_is_not_kept_by_the_browser(self, field):
        assert 'autocomplete="off"' in str(OctopusForm()[field])

    def test_hides_the_key_while_it_is_typed(self):
        assert 'type="password"' in str(OctopusForm()["api_key"])


class TestDisconnecting:
    @pytest.mark.parametrize(("answer", "keeps"), [("yes", True), ("no", False)])
    def test_has_two_answers(self, answer, keeps):
        form = DisconnectForm({"keeps": answer})
        assert form.is_valid()
        assert form.cleaned_data["keeps"] is keeps

    @pytest.mark.parametrize("answer", ["", "maybe", "YES", "True"])
    def test_has_no_third_answer(self, answer):
        form = DisconnectForm({"keeps": answer})
        assert not form.is_valid()
        assert list(form.errors) == ["keeps"]

    def test_keeps_unless_somebody_says_otherwise(self):
        assert DisconnectForm()["keeps"].initial == "yes"
