import stat
from concurrent.futures import ThreadPoolExecutor

from daybook.config.env import SECRET_KEY_LENGTH
from daybook.config.secret_key import local_key


class TestLocalKey:
    def test_is_made_on_the_first_run_and_kept(self, tmp_path):
        first = local_key(tmp_path / "var")
        assert local_key(tmp_path / "var") == first

    def test_is_long_enough_for_production(self, tmp_path):
        assert len(local_key(tmp_path)) >= SECRET_KEY_LENGTH

    def test_is_another_one_in_every_installation(self, tmp_path):
        assert local_key(tmp_path / "a") != local_key(tmp_path / "b")

    def test_can_be_read_by_its_owner_only(self, tmp_path):
        local_key(tmp_path)
        assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600

    def test_lies_in_a_folder_of_its_owner(self, tmp_path):
        local_key(tmp_path / "var")
        assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700

    def test_is_one_even_when_many_start_at_once(self, tmp_path):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(local_key, [tmp_path] * 32))
        assert len(keys) == 1

    def test_leaves_no_draft_behind(self, tmp_path):
        local_key(tmp_path)
        assert [p.name for p in tmp_path.iterdir()] == ["secret-key"]
