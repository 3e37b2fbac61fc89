import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.accounts import domain
from daybook.lib.errors import Invalid


class TestNormalisedEmail:
    def test_ignores_case_and_space_around(self):
        assert domain.normalised_email("  Anna@Example.COM ") == "anna@example.com"

    @given(st.text())
    def test_changes_nothing_the_second_time(self, text):
        once = domain.normalised_email(text)

        assert domain.normalised_email(once) == once


class TestCheckedName:
    @pytest.mark.parametrize("name", ["Anna", "Zoë Müller", "王小明", "O'Neill-Smith", "👩‍🔧"])
    def test_takes_names_of_all_kinds(self, name):
        assert domain.checked_name(name) == name

    def test_keeps_single_spaces(self):
        assert domain.checked_name("  Anna   Maria ") == "Anna Maria"

    @pytest.mark.parametrize("name", ["", "   ", "\t\n"])
    def test_refuses_nothing(self, name):
        with pytest.raises(Invalid, match="give a name"):
            domain.checked_name(name)

    @pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\ud800", "\ue000"])
    def test_refuses_control_characters(self, sign):
        with pytest.raises(Invalid, match="control"):
            domain.checked_name(f"An{sign}na")

    @pytest.mark.parametrize("sign", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
    def test_refuses_signs_that_turn_the_text_after_it(self, sign):
        with pytest.raises(Invalid, match="control"):
            domain.checked_name(f"An{sign}na")

    def test_refuses_more_than_fits(self):
        assert domain.checked_name("a" * 100)
        with pytest.raises(Invalid, match="at most 100"):
            domain.checked_name("a" * 101)

    @given(st.text())
    def test_gives_what_it_takes_again_or_refuses(self, text):
        try:
            name = domain.checked_name(text)
        except Invalid:
            return
        assert domain.checked_name(name) == name
        assert 0 < len(name) <= domain.NAME_LENGTH


class TestTimeZones:
    @pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu", "UTC"])
    def test_offers_places(self, zone):
        assert domain.checked_time_zone(zone) == zone

    @pytest.mark.parametrize("zone", ["", "GB", "Etc/GMT+5", "europe/london", "../../etc/passwd"])
    def test_refuses_what_is_not_a_place(self, zone):
        with pytest.raises(Invalid, match="Europe/London"):
            domain.checked_time_zone(zone)


class TestCheckedDayStart:
    def test_takes_whole_minutes(self):
        assert domain.checked_day_start(dt.time(6, 30)) == dt.time(6, 30)

    @pytest.mark.parametrize(
        "time", [dt.time(6, 30, 1), dt.time(6, 30, 0, 1), dt.time(6, tzinfo=dt.UTC)]
    )
    def test_refuses_the_rest(self, time):
        with pytest.raises(Invalid, match="whole minute"):
            domain.checked_day_start(time)
