import re

import pytest
from django.core import mail

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients.words import as_text

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def letter(owed, now):
    """The mail of a test message."""
    actions.deliver(delivery_id=owed().pk, now=now)
    return mail.outbox[0]


@pytest.fixture
def page(letter):
    return letter.alternatives[0].content


class TestMail:
    def test_has_the_same_words_as_text_and_as_page(self, letter, page):
        assert letter.subject == "A test message"
        for part in (letter.body, page):
            assert "This is how Daybook tells you things." in part

    def test_gives_every_link_in_the_text_too(self, letter, page):
        links = set(re.findall(r'href="([^"]+)"', page))

        assert any(link.startswith(f"{SITE}/inbox/open/") for link in links)
        assert all(link.startswith(f"{SITE}/") and link in letter.body for link in links)

    def test_carries_its_styles_inline_and_fetches_nothing(self, page):
        assert "<style" not in page
        assert 'style="' in page
        assert "background-color: #fbf9f4" in page
        assert not re.search(r"<(img|link|script)\b", page)

    def test_can_be_unsubscribed_with_one_click(self, letter):
        link = letter.extra_headers["List-Unsubscribe"]

        assert re.fullmatch(rf"<{SITE}/inbox/unsubscribe/[\w:-]+/>", link)
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_asks_for_no_automatic_answer(self, letter):
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_offers_no_way_out_of_what_may_not_be_off(self, owed, now, alarm):
        actions.deliver(delivery_id=owed(kind=alarm).pk, now=now)

        letter = mail.outbox[0]
        assert "List-Unsubscribe" not in letter.extra_headers
        assert "unsubscribe" not in letter.body


class TestAsText:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>One</p>\n  <p>Two</p>", "One\n\nTwo\n"),
            ("<p>a<br>b</p>", "a\nb\n"),
            ("<ul><li>x</li><li>y</li></ul>", "- x\n\n- y\n"),
            ('<p>See <a href="https://x.example/?a=1&amp;b=2">this</a>.</p>',
             "See this: https://x.example/?a=1&b=2 .\n"),
            ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/\n"),
            ("<title>no</title><p>O&#x27;Neill &lt;b&gt;</p>", "O'Neill <b>\n"),
        ],
    )  # fmt: skip
    def test_reads_a_page_out(self, html, text):
        assert as_text(html) == text
