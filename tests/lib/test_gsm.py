import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.gsm import plain, shortened, size_of

SMILE = "\N{SMILING FACE WITH OPEN MOUTH}"
LINK = " https://daybook.example/inbox/7/"


class TestSize:
    @pytest.mark.parametrize(
        ("text", "segments"),
        [
            ("", 1),
            ("a" * 160, 1),
            ("a" * 161, 2),
            ("a" * 306, 2),
            ("a" * 307, 3),
            ("a" * 459, 3),
            ("a" * 460, 4),
            ("é" * 160, 1),
            ("£1.20\n" * 26, 1),
        ],
    )
    def test_of_the_plain_alphabet(self, text, segments):
        assert size_of(text).segments == segments
        assert not size_of(text).is_wide

    @pytest.mark.parametrize(
        ("text", "segments"),
        [
            ("€" * 80, 1),
            ("€" * 80 + "a", 2),
            ("[" * 76 + "a" + "]" * 76, 2),
            ("a" * 152 + "€" + "a" * 151, 2),
            # The euro does not fit into the last place of the first segment, which stays empty.
            ("a" * 152 + "€" + "a" * 152, 3),
        ],
    )
    def test_counts_signs_of_the_extension_twice_and_never_splits_them(self, text, segments):
        assert size_of(text).segments == segments
        assert not size_of(text).is_wide

    @pytest.mark.parametrize(
        ("text", "segments"),
        [
            ("ў" * 70, 1),
            ("ў" * 71, 2),
            ("ў" * 134, 2),
            ("ў" * 135, 3),
            ("a" * 69 + "ў", 1),
            ("ê" + "a" * 70, 2),
            (SMILE * 35, 1),
            (SMILE * 36, 2),
            ("ў" * 66 + SMILE + "ў" * 65, 2),
            # Half of an emoji is nothing: it moves into the next segment whole.
            ("ў" * 66 + SMILE + "ў" * 66, 3),
        ],
    )
    def test_of_everything_else(self, text, segments):
        assert size_of(text).segments == segments
        assert size_of(text).is_wide

    def test_counts_characters_as_people_do(self):
        assert size_of(f"Hi {SMILE}").characters == 4


class TestPlain:
    def test_turns_typography_into_the_alphabet_of_phones(self):
        text = plain("\u201cIt\u2019s \u2013 well\u2026\u201d\u00a0£5")

        assert text == '"It\'s - well..." £5'
        assert not size_of(text).is_wide

    def test_leaves_names_alone(self):
        assert plain("Zoë Čapek") == "Zoë Čapek"


class TestShortened:
    def test_leaves_alone_what_fits(self):
        assert shortened("word " * 90, most=3, ending=LINK) == "word " * 90

    def test_ends_with_the_link_after_a_whole_word(self):
        text = shortened("word, " * 100, most=3, ending=LINK)

        assert text.endswith("word..." + LINK)
        assert size_of(text).segments == 3
        assert len(text) > 440

    def test_cuts_a_word_that_never_ends(self):
        text = shortened("x" * 2000, most=1, ending=LINK)

        assert len(text) == 160
        assert text.endswith("x..." + LINK)

    def test_leaves_no_half_of_a_joined_emoji(self):
        family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
        for length in range(60, 70):
            text = shortened("ў" * length + family * 9, most=1, ending="")
            assert not text.removesuffix("...").endswith("\u200d")

    @given(st.text(max_size=800), st.integers(1, 3))
    def test_always_fits(self, text, most):
        assert size_of(shortened(text, most=most, ending=LINK)).segments <= most
