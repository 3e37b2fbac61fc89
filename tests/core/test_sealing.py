import pytest
from cryptography.fernet import InvalidToken

from daybook.core.sealing import sealed, unsealed


def test_what_was_sealed_comes_back():
    box = sealed("a secret", purpose="tests")
    assert "a secret" not in box
    assert unsealed(box, purpose="tests") == "a secret"


def test_the_same_text_is_sealed_differently_each_time():
    assert sealed("a secret", purpose="tests") != sealed("a secret", purpose="tests")


def test_another_purpose_opens_nothing():
    box = sealed("a secret", purpose="tests")
    with pytest.raises(InvalidToken):
        unsealed(box, purpose="other")


def test_another_secret_key_opens_nothing(settings):
    box = sealed("a secret", purpose="tests")
    settings.SECRET_KEY = "another one"
    with pytest.raises(InvalidToken):
        unsealed(box, purpose="tests")
