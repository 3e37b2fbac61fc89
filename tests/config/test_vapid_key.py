import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from py_vapid import Vapid02

from daybook.config.vapid_key import ORDER, checked_vapid_key, local_vapid_key, new_vapid_key


def written(number, length=32):
    return base64.urlsafe_b64encode(number.to_bytes(length, "big")).decode().rstrip("=")


class TestLocalVapidKey:
    def test_is_made_on_the_first_run_and_kept(self, tmp_path):
        first = local_vapid_key(tmp_path / "var")
        assert local_vapid_key(tmp_path / "var") == first

    def test_can_be_read_by_its_owner_only(self, tmp_path):
        local_vapid_key(tmp_path)
        assert stat.S_IMODE((tmp_path / "vapid-key").stat().st_mode) == 0o600

    def test_is_one_even_when_many_start_at_once(self, tmp_path):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(local_vapid_key, [tmp_path] * 32))
        assert len(keys) == 1

    def test_leaves_no_draft_behind(self, tmp_path):
        local_vapid_key(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["vapid-key"]


class TestNewVapidKey:
    def test_is_another_one_each_time(self):
        assert new_vapid_key() != new_vapid_key()

    def test_is_one_the_library_reads(self):
        assert Vapid02.from_raw(new_vapid_key().encode()).public_key.key_size == 256


class TestCheckedVapidKey:
    @pytest.mark.parametrize("number", [1, 2**200, ORDER - 1])
    def test_takes_every_private_key(self, number):
        assert checked_vapid_key(written(number) + "=") == written(number)

    def test_takes_none(self):
        assert checked_vapid_key(" ") == ""

    @pytest.mark.parametrize(
        "value",
        [
            written(0),
            written(ORDER),
            written(5, length=31),
            written(5, length=33),
            "not/base64url+",
            "ü" * 43,
            "A",
        ],
    )
    def test_refuses_what_is_none(self, value):
        with pytest.raises(ValueError, match="P-256"):
            checked_vapid_key(value)
