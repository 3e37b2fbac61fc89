import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.accounts import domain
from daybook.apps.accounts.domain.people import initials_of
from daybook.lib.errors import Invalid


class TestCheckedPhone:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("07400 123456", "+447400123456"),
            ("+44 7400 123456", "+447400123456"),
            ("0044 7400 123456", "+447400123456"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("020-7946-0958", "+442079460958"),
            ("  07400   123456 ", "+447400123456"),
            ("+33 6 12 34 56 78", "+33612345678"),
            ("+1 (202) 555-0143", "+12025550143"),
            ("+351 912 345 678", "+351912345678"),
        ],
    )
    def test_keeps_a_number_in_one_form(self, typed, kept):
        assert domain.checked_phone(typed) == kept

    @pytest.mark.parametrize("typed", ["07700 900000", "+44 7700 900999"])
    def test_takes_the_numbers_kept_for_examples(self, typed):
        assert domain.checked_phone(typed).startswith("+447700900")

    @pytest.mark.parametrize("nothing", ["", "   ", "\t"])
    def test_takes_nothing_for_nothing(self, nothing):
        assert domain.checked_phone(nothing) == ""

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("hello", "such as 07700 900123"),
            ("@", "such as 07700 900123"),
            ("\0", "such as 07700 900123"),
            ("+999 123 456", "No country"),
            ("999", "too short"),
            ("07400 1234567890", "too long"),
            ("07400 12345", "no such phone number"),
            ("+44 7911 123456 ext 5", "extension"),
            ("7946 0958", "area code"),
            ("0" * 41, "shorter"),
        ],
    )
    def test_says_why_another_is_refused(self, typed, told):
        with pytest.raises(Invalid, match=told):
            domain.checked_phone(typed)

    @given(st.text(max_size=30))
    def test_gives_what_it_takes_again_or_refuses(self, typed):
        try:
            phone = domain.checked_phone(typed)
        except Invalid:
            return
        assert domain.checked_phone(phone) == phone
        assert domain.checked_phone(domain.phone_words(phone)) == phone
        assert len(phone) <= 16


class TestPhoneWords:
    def test_parts_the_digits_as_people_do(self):
        assert domain.phone_words("+447400123456") == "+44 7400 123456"

    def test_says_nothing_of_none(self):
        assert domain.phone_words("") == ""


class TestCountries:
    def test_are_those_of_the_standard(self):
        assert len(domain.countries()) == 249
        assert {
            code for code in domain.countries() if len(code) != 2 or not code.isupper()
        } == set()

    def test_have_their_usual_names_in_order(self):
        names = [*domain.countries().values()]

        assert domain.countries()["GB"] == "United Kingdom"
        assert domain.countries()["RE"] == "Réunion"
        assert names == sorted(names)

    def test_are_chosen_by_their_letters(self):
        assert domain.checked_country("PT") == "PT"

    @pytest.mark.parametrize("code", ["", "UK", "gb", "XX", "GBR", "England"])
    def test_are_no_others(self, code):
        with pytest.raises(Invalid, match="two letters"):
            domain.checked_country(code)


class TestCheckedPostcode:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("sw1a1aa", "SW1A 1AA"),
            (" SW1A  1AA ", "SW1A 1AA"),
            ("m1-1ae", "M1 1AE"),
            ("bn7 2aa.", "BN7 2AA"),
            ("ec1a1bb", "EC1A 1BB"),
            ("gir0aa", "GIR 0AA"),
            ("bt1 5gs", "BT1 5GS"),
        ],
    )
    def test_is_spaced_and_in_capitals(self, typed, kept):
        assert domain.checked_postcode(typed, country="GB") == kept

    @pytest.mark.parametrize("country", ["GB", "FR"])
    def test_may_be_left_out(self, country):
        assert domain.checked_postcode("  ", country=country) == ""

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("SW1A", "first half"),
            ("m1", "first half"),
            ("SW1A IAA", "Do you mean SW1A 1AA?"),
            ("bn7 oaa", "Do you mean BN7 0AA?"),
            ("75001", "another country"),
            ("SW1A 1CC", "another country"),
            ("\uff33\uff371A 1AA", "another country"),
            ("S\u202eW1A 1AA", "control"),
            ("A" * 17, "at most 16"),
            ("-", "another country"),
        ],
    )
    def test_says_what_may_be_meant(self, typed, told):
        with pytest.raises(Invalid) as refused:
            domain.checked_postcode(typed, country="GB")

        assert told in refused.value.message

    @pytest.mark.parametrize(
        ("country", "typed"), [("JE", "je23ab"), ("GG", "gy11aa"), ("IM", "im11aa")]
    )
    def test_is_judged_on_the_islands_too(self, country, typed):
        assert domain.checked_postcode(typed, country=country)[-4] == " "
        with pytest.raises(Invalid, match="begin with"):
            domain.checked_postcode("SW1A 1AA", country=country)

    @pytest.mark.parametrize(
        ("country", "typed", "kept"),
        [("PT", "1100-148", "1100-148"), ("IE", "d02 af30", "D02 AF30"), ("HK", "none", "NONE")],
    )
    def test_is_left_to_each_country(self, country, typed, kept):
        assert domain.checked_postcode(typed, country=country) == kept

    @given(st.text(max_size=12), st.sampled_from(["GB", "JE", "FR"]))
    def test_gives_what_it_takes_again_or_refuses(self, typed, country):
        try:
            kept = domain.checked_postcode(typed, country=country)
        except Invalid:
            return
        assert domain.checked_postcode(kept, country=country) == kept
        assert len(kept) <= domain.POSTCODE_LENGTH


class TestCheckedLine:
    def test_keeps_single_spaces(self):
        assert domain.checked_line("  12   Mill Lane ") == "12 Mill Lane"

    def test_may_be_empty(self):
        assert domain.checked_line(" ") == ""

    def test_refuses_more_than_fits(self):
        assert domain.checked_line("a" * 100)
        with pytest.raises(Invalid, match="at most 100"):
            domain.checked_line("a" * 101)

    @pytest.mark.parametrize("sign", ["\0", "\x1b", "\ud800", "\u202e", "\u2066"])
    def test_refuses_what_cannot_be_seen(self, sign):
        with pytest.raises(Invalid, match="control"):
            domain.checked_line(f"12 Mill{sign} Lane")


class TestHabits:
    def test_reckon_in_a_currency_of_the_list(self):
        assert domain.checked_currency("EUR") == "EUR"
        assert next(iter(domain.CURRENCIES)) == "GBP"

    @pytest.mark.parametrize("code", ["", "gbp", "XXX", "Pounds", "BTC"])
    def test_reckon_in_no_other(self, code):
        with pytest.raises(Invalid, match="three letters"):
            domain.checked_currency(code)

    @pytest.mark.parametrize("day", range(7))
    def test_begin_the_week_on_any_day(self, day):
        assert domain.checked_first_weekday(day) == day

    @pytest.mark.parametrize("day", [-1, 7, 100])
    def test_begin_the_week_on_no_other_day(self, day):
        with pytest.raises(Invalid, match="Monday"):
            domain.checked_first_weekday(day)


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "initials"),
        [
            ("Anna", "A"),
            ("anna sample", "AS"),
            ("Anna Maria de Souza", "AS"),
            ("Zoë O'Neill-Smith", "ZO"),
            ("王小明", "王"),
            ("👩‍🔧 Anna", "A"),
            ("(Anna) 'Bee'", "AB"),
            ("👩", "👩"),
        ],
    )
    def test_are_the_first_and_the_last(self, name, initials):
        assert initials_of(name) == initials
