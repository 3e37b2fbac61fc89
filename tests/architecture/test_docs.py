"""What the documentation says is so."""

import pytest

from tools import docs


@pytest.mark.parametrize(
    "path", docs.documents(), ids=lambda path: path.relative_to(docs.ROOT).as_posix()
)
def test_a_document_says_only_what_is_so(path):
    assert list(docs.findings_in(path)) == []


def test_every_decision_has_its_parts_and_is_listed():
    assert list(docs.poor_decisions()) == []


def test_the_documents_people_look_for_are_there():
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"):
        assert (docs.ROOT / name).stat().st_size > 500, name


class TestTheCheckItself:
    @pytest.mark.parametrize(
        ("text", "finding"),
        [
            ("Run `make tea`.", "make has no verb tea"),
            ("Run `daybook teleport`.", "daybook has no command teleport"),
            ("```sh\n.venv/bin/daybook teleport\n```", "daybook has no command teleport"),
            ("Set DAYBOOK_MOOD.", "nothing reads DAYBOOK_MOOD"),
        ],
    )
    def test_notices_words_nobody_knows(self, text, finding):
        assert list(docs.unknown_words(text)) == [finding]

    @pytest.mark.parametrize(
        "text", ["`make run`", "`daybook serve`", "`daybook migrate`", "DAYBOOK_PORT", "make haste"]
    )
    def test_lets_known_words_pass(self, text):
        assert list(docs.unknown_words(text)) == []

    def test_notices_an_address_the_api_does_not_have(self):
        found = list(docs.unknown_addresses("GET /api/v1/prices/weather?x=1"))
        assert found == ["the API has no address /api/v1/prices/weather"]

    @pytest.mark.parametrize(
        "address",
        ["/api/v1/prices/rates?region=C", "/api/v1/prices/postcodes/SW1A", "/api/v1/docs"],
    )
    def test_lets_an_address_of_the_api_pass(self, address):
        assert list(docs.unknown_addresses(address)) == []

    def test_notices_a_link_that_leads_nowhere(self):
        found = list(docs.broken_links(docs.ROOT / "README.md", "[x](nowhere.md)"))
        assert found == ["the link nowhere.md leads nowhere"]

    def test_notices_an_anchor_that_does_not_exist(self):
        found = list(docs.broken_links(docs.ROOT / "README.md", "[x](README.md#no-such-part)"))
        assert found == ["the anchor of README.md#no-such-part does not exist"]

    def test_notices_a_fence_left_open(self):
        assert list(docs.open_fences("```mermaid\nflowchart LR\n")) == ["a ``` is not closed"]

    def test_notices_a_variable_missing_from_the_table(self):
        found = list(docs.missing_variables("| `DAYBOOK_PORT` | `8000` | port |"))
        assert "the table of variables leaves out DAYBOOK_HOST" in found
        assert "the table of variables leaves out DAYBOOK_PORT" not in found
