"""Somebody who uses the pages as a person does, by what can be read on them."""

import re
from html import unescape


class Visitor:
    """Follows links by their words and sends forms by their fields, as people do."""

    def __init__(self, client):
        self.client = client

    def open(self, address, **asked):
        answer = self.client.get(address, asked, follow=True)
        assert answer.status_code == 200, answer.status_code
        self.address = answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"]
        self.html = answer.content.decode()

    def follow(self, words):
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.html, re.DOTALL)
        found = [unescape(href) for href, inside in links if words in unescape(inside)]
        assert found, f"no link {words!r}"
        self.open(found[0])

    def fill(self, **typed):
        """Send the form with these fields along with what it hides."""
        forms = re.findall(r"<form.*?</form>", self.html, re.DOTALL)
        form = next(f for f in forms if all(f'name="{name}"' in f for name in typed))
        tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        hidden = {
            re.search(r'name="([^"]+)"', tag)[1]: unescape(re.search(r'value="([^"]*)"', tag)[1])
            for tag in tags
        }
        where = re.search(r'action="([^"]*)"', form)
        address = unescape(where[1]) if where else self.address
        if 'method="post"' in form:
            answer = self.client.post(address, hidden | typed, follow=True)
            self.html = answer.content.decode()
        else:
            self.open(address, **hidden, **typed)

    def reads(self, *words):
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).replace("\xa0", " ").split())
        for some in words:
            assert some in text, some
