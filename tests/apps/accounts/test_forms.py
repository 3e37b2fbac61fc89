import re

import pytest

from daybook.apps.accounts.domain import time_zones
from daybook.apps.accounts.forms import ProfileForm, SignInForm, SignUpForm, zones_by_area

TYPED = {"name": "Mia", "email": "mia@example.com", "password": "a b c", "confirmation": "a b c"}


class TestSignUpForm:
    def test_leaves_quality_to_the_action(self):
        assert SignUpForm(TYPED).is_valid()

    def test_keeps_spaces_around_a_password(self):
        form = SignUpForm(TYPED | {"password": " x ", "confirmation": " x "})

        assert form.is_valid()
        assert form.cleaned_data["password"] == " x "

    def test_tells_of_differing_passwords_beside_the_second(self):
        assert set(SignUpForm(TYPED | {"confirmation": "a b"}).errors) == {"confirmation"}

    @pytest.mark.parametrize("field", list(TYPED))
    def test_helps_browsers_and_password_managers(self, field):
        assert "autocomplete" in SignUpForm().fields[field].widget.attrs

    @pytest.mark.parametrize("field", ["password", "confirmation"])
    def test_never_sends_a_password_back(self, field):
        assert "a b c" not in str(SignUpForm(TYPED)[field])


class TestSignInForm:
    def test_does_not_ask_to_be_remembered(self):
        form = SignInForm({"email": "mia@example.com", "password": "x"})

        assert form.is_valid()
        assert form.cleaned_data["remember"] is False


class TestZoneSelect:
    def select(self, value):
        return str(ProfileForm(initial={"time_zone": value})["time_zone"])

    def test_offers_every_zone_once(self):
        assert tuple(re.findall(r'option value="([^"]+)"', self.select("UTC"))) == time_zones()

    def test_chooses_the_zone_of_the_person(self):
        chosen = re.findall(r'option value="([^"]+)" selected', self.select("Asia/Kathmandu"))

        assert chosen == ["Asia/Kathmandu"]

    def test_shows_places_as_people_write_them(self):
        assert ">Indiana/Tell City<" in self.select("UTC")

    def test_points_at_its_help(self):
        assert 'aria-describedby="id_time_zone_helptext"' in self.select("UTC")

    def test_escapes(self):
        form = ProfileForm(auto_id='"><b>%s')

        assert "<b>" not in str(form["time_zone"])


def test_zones_stand_under_their_areas():
    areas = dict(zones_by_area())

    assert "Europe/London" in areas["Europe"]
    assert areas["UTC"] == ["UTC"]
