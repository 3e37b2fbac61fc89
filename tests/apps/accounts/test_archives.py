import datetime as dt
import hashlib
import io
import json
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.db import transaction as db_transaction
from django.utils import timezone

from daybook.apps.accounts import actions, jobs, queries
from daybook.apps.accounts.actions import archives
from daybook.apps.accounts.domain import ARCHIVE_KEPT, ARCHIVE_SILENT, ARCHIVE_TRIES, NOWHERE
from daybook.apps.accounts.errors import NoSuchArchive
from daybook.apps.accounts.models import Archive, ArchivePart, SecurityEvent
from daybook.apps.accounts.queries.archives import archives_export
from daybook.core.contributions import PersonalData, personal_data
from daybook.lib.errors import TooMany

State = Archive.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where temporary files lie."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "tmp"


@pytest.fixture
def asked(anna, now):
    """Anna asks for a copy."""

    def asked(at=now, user=anna):
        return actions.ask_for_archive(user=user, origin=NOWHERE, now=at)

    return asked


@pytest.fixture
def made(asked, now):
    """A copy of Anna's, made a minute later."""

    def made(at=now):
        archive = asked(at)
        assert actions.make_archive(
            archive_id=archive.pk, clock=lambda: at + dt.timedelta(minutes=1)
        )
        archive.refresh_from_db()
        return archive

    return made


def add_source(monkeypatch, export):
    """An app that keeps something, and is asked first."""
    source = PersonalData(export=export, erase=lambda _user, _now: None, tables=())
    entries = {"tests.first": (-1, source), **personal_data._entries}
    monkeypatch.setattr(personal_data, "_entries", entries)


def opened(archive):
    return zipfile.ZipFile(io.BytesIO(b"".join(queries.content_of(archive))))


class TestAsking:
    def test_is_written_down_and_told(self, asked, anna, now, letterbox):
        archive = asked()

        assert (archive.state, archive.person, archive.asked_at) == (State.WAITING, anna, now)
        assert SecurityEvent.objects.get().kind == SecurityEvent.Kind.ARCHIVE_ASKED
        assert letterbox.letters == []

    def test_again_gives_the_one_that_is_being_made(self, asked, now):
        assert asked() == asked(now + dt.timedelta(minutes=1))
        assert Archive.objects.count() == 1

    def test_is_limited_by_the_day(self, made, asked, now):
        for minutes in range(3):
            made(now + dt.timedelta(minutes=minutes))

        with pytest.raises(TooMany):
            asked(now + dt.timedelta(hours=1))
        assert Archive.objects.count() == 1
        assert asked(now + dt.timedelta(days=1, minutes=1))

    def test_is_nobody_elses_business(self, asked, otto):
        assert asked() != asked(user=otto)

    def test_starts_the_job(self, asked, worked):
        archive = worked(asked)
        archive.refresh_from_db()
        assert archive.state == State.READY

    @pytest.mark.django_db(transaction=True)
    def test_at_once_makes_one(self, asked):
        start = Barrier(4)

        def ask(_):
            start.wait()
            try:
                return asked().pk
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(ask, range(4)))) == 1
        assert Archive.objects.count() == 1

    def test_the_database_has_the_last_word(self, asked, monkeypatch):
        first = asked()
        monkeypatch.setattr(Archive, "OPEN", ())
        assert asked() == first


class TestMaking:
    def test_gathers_what_every_app_keeps(self, made, anna):
        anna_has = {
            (name, kind) for name, source in personal_data for kind, _ in source.export(anna)
        }
        archive = opened(made())

        folders = {name.partition("/")[0] for name in archive.namelist()}
        assert folders == {name for name, _ in anna_has} | {"accounts.archives", "index.html"} | {
            "accounts.security"
        }
        (person,) = json.loads(archive.read("accounts.person/person.json"))
        assert person["email"] == anna.email

    def test_has_nothing_of_anybody_else(self, made, otto):
        archive = opened(made())
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert otto.email.encode() not in everything
        assert otto.password.encode() not in everything

    def test_keeps_no_secret(self, made, anna):
        archive = opened(made())
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert anna.password.encode() not in everything

    def test_says_what_it_is(self, made, now):
        archive = made()
        content = b"".join(queries.content_of(archive))

        assert archive.size == len(content)
        assert archive.sha256 == hashlib.sha256(content).hexdigest()
        assert archive.name == "daybook-my-data-2026-03-03.zip"
        assert archive.expires_at == now + dt.timedelta(minutes=1) + ARCHIVE_KEPT
        assert archive.steps_done == archive.steps == len(personal_data)

    def test_tells_the_person_once(self, made, anna, letterbox):
        archive = made()
        assert not actions.make_archive(archive_id=archive.pk, clock=timezone.now)

        (letter,) = letterbox.of("accounts.archive-ready")
        assert (letter.person_id, letter.key) == (anna.pk, str(archive.pk))
        assert letterbox.link("accounts.archive-ready") == "/accounts/data/"
        assert "7 days" in letterbox.read("accounts.archive-ready")

    def test_takes_the_place_of_the_copy_before(self, made, now):
        made()
        second = made(now + dt.timedelta(hours=1))

        assert list(Archive.objects.all()) == [second]
        assert set(ArchivePart.objects.values_list("archive_id", flat=True)) == {second.pk}

    def test_splits_a_large_file(self, made, monkeypatch):
        monkeypatch.setattr(archives, "PART_BYTES", 100)
        archive = made()

        assert archive.parts.count() == -(-archive.size // 100)
        assert opened(archive).testzip() is None

    def test_leaves_no_temporary_file(self, made, folder):
        made()
        assert list(folder.iterdir()) == []
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_of_what_nobody_asked_for_is_nothing(self, db):
        assert not actions.make_archive(archive_id=uuid.uuid4(), clock=timezone.now)


class TestStopping:
    """A worker is killed in the middle; the next one begins anew."""

    @pytest.fixture
    def killed(self, asked, monkeypatch, now):
        """A copy whose first worker died while it put the file into the database."""
        archive = asked()
        monkeypatch.setattr(archives, "PART_BYTES", 100)

        def die(*_args, **_kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(archives, "_finish", die)
            with pytest.raises(KeyboardInterrupt):
                actions.make_archive(archive_id=archive.pk, clock=lambda: now)
        return archive

    def test_shows_nothing_that_is_half_made(self, killed, anna, now):
        with pytest.raises(NoSuchArchive):
            queries.ready_archive(anna, killed.pk, now=now)
        assert killed.parts.exists()

    def test_begins_anew_and_throws_the_half_away(self, killed, now, letterbox):
        assert actions.make_archive(archive_id=killed.pk, clock=lambda: now)

        killed.refresh_from_db()
        assert opened(killed).testzip() is None
        assert set(killed.parts.values_list("run", flat=True)) == {killed.run}
        assert len(letterbox.of("accounts.archive-ready")) == 1

    def test_is_found_by_the_schedule(self, killed, now):
        late = now + ARCHIVE_SILENT + dt.timedelta(seconds=1)
        assert queries.silent_archives(now=now) == []
        assert queries.silent_archives(now=late) == [killed.pk]

    def test_five_times_is_given_up_and_may_be_asked_anew(self, killed, asked, now):
        Archive.objects.update(tries=ARCHIVE_TRIES)
        assert not actions.make_archive(archive_id=killed.pk, clock=lambda: now)

        actions.forget_old_archives(now=now + ARCHIVE_SILENT + dt.timedelta(seconds=1))
        killed.refresh_from_db()
        assert killed.state == State.FAILED
        assert asked(now + dt.timedelta(hours=1)) != killed

    def test_is_not_given_up_while_it_moves(self, killed, now):
        Archive.objects.update(tries=ARCHIVE_TRIES)
        actions.forget_old_archives(now=now)
        killed.refresh_from_db()
        assert killed.state == State.MAKING


class TestTakingOver:
    @pytest.fixture
    def slow(self, asked, monkeypatch, anna, now):
        """Anna's copy, whose worker is overtaken while it reads: ``slow(meanwhile)``."""

        def slow(meanwhile):
            archive = asked()

            def export(_user):
                monkeypatch.undo()
                meanwhile(archive)
                yield "row", {"n": 1}

            add_source(monkeypatch, export)
            return archive, actions.make_archive(archive_id=archive.pk, clock=lambda: now)

        return slow

    def test_the_one_that_is_overtaken_stops(self, slow, now, letterbox, settings, tmp_path):
        settings.DATA_DIR = tmp_path

        def overtake(archive):
            assert actions.make_archive(archive_id=archive.pk, clock=lambda: now)

        archive, is_made = slow(overtake)
        archive.refresh_from_db()
        assert not is_made
        assert archive.state == State.READY
        assert set(archive.parts.values_list("run", flat=True)) == {archive.run}

    def test_stops_when_the_person_goes(self, slow, now):
        archive, is_made = slow(lambda archive: actions.erase_archives(archive.person, now))

        assert not is_made
        assert not Archive.objects.filter(pk=archive.pk).exists()
        assert not ArchivePart.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_part_of_what_has_gone_is_refused(self, asked, now):
        archive = asked()
        archive.run = "r" * 32
        actions.erase_archives(archive.person, now)
        with pytest.raises(archives.TakenOver):
            archives._store(archive, io.BytesIO(b"left over"))
        assert not ArchivePart.objects.exists()

    def test_a_late_end_is_no_end(self, asked, now):
        archive = asked()
        archive.run = "r" * 32
        with pytest.raises(archives.TakenOver):
            archives._finish(archive, sha256="", size=0, now=now)
        archive.refresh_from_db()
        assert archive.state == State.WAITING


class TestForgetting:
    def test_deletes_a_copy_after_a_week(self, made):
        archive = made()
        assert actions.forget_old_archives(now=archive.expires_at - dt.timedelta(seconds=1)) == 0
        assert actions.forget_old_archives(now=archive.expires_at) == 1
        assert not Archive.objects.exists()
        assert not ArchivePart.objects.exists()

    def test_deletes_what_could_not_be_made_as_well(self, asked, now):
        asked()
        Archive.objects.update(state=State.FAILED)
        assert actions.forget_old_archives(now=now + ARCHIVE_KEPT) == 1

    def test_leaves_what_is_waiting(self, asked, now):
        asked()
        assert actions.forget_old_archives(now=now + 2 * ARCHIVE_KEPT) == 0

    def test_a_copy_that_has_run_out_is_not_shown_before_either(self, made, anna):
        archive = made()
        assert queries.current_archives_of(anna, now=archive.expires_at) == []
        with pytest.raises(NoSuchArchive):
            queries.ready_archive(anna, archive.pk, now=archive.expires_at)


class TestJobs:
    def test_what_lost_its_worker_is_begun_anew(self, asked, worked):
        archive = asked(timezone.now() - dt.timedelta(hours=1))

        assert worked(jobs.tend_archives.call) == 1
        archive.refresh_from_db()
        assert archive.state == State.READY

    def test_what_is_new_is_left_to_its_worker(self, asked, worked):
        asked(timezone.now())
        assert worked(jobs.tend_archives.call) == 0


def test_a_copy_is_shown_to_its_owner_only(made, eve, now):
    archive = made()
    assert queries.current_archives_of(eve, now=now) == []
    with pytest.raises(NoSuchArchive):
        queries.archive_called(eve, archive.pk, now=now)


def test_the_export_tells_when_copies_were_asked_for(made, anna, otto, now):
    archive = made()
    ((kind, row),) = archives_export(anna)
    assert (kind, row["asked_at"], row["size"]) == (
        "copy of your data",
        now.isoformat(),
        archive.size,
    )
    assert list(archives_export(otto)) == []


def test_only_one_can_be_open(asked, anna, now):
    asked()
    with pytest.raises(IntegrityError), db_transaction.atomic():
        Archive.objects.create(id=uuid.uuid4(), person=anna, asked_at=now, moved_at=now)


class TestIndex:
    @pytest.fixture
    def page(self, made):
        return opened(made()).read("index.html").decode()

    def test_explains_what_is_inside(self, page, anna):
        assert f"Everything Daybook keeps about {anna.name}" in page
        assert "Your profile" in page
        assert 'href="accounts.person/person.csv"' in page
        assert "Messages are deleted after a year, counts of SMS after a month." in page
        assert "What is not inside, and why" in page
        assert "3 March 2026, 09:11" in page

    def test_needs_no_network_and_runs_nothing(self, page):
        for outside in ("<script", "<link", "src=", "@import", "url("):
            assert outside not in page
        assert "style=" in page

    def test_escapes_names(self, made, anna):
        anna.name = "<b>Anna</b>"
        anna.save()
        page = opened(made()).read("index.html").decode()
        assert "&lt;b&gt;Anna&lt;/b&gt;" in page
        assert "<b>Anna" not in page

    def test_leads_to_files_that_are_there(self, page, anna, now):
        archive = opened(queries.archives_of(anna).get())
        links = {part.partition('"')[0] for part in page.split('href="')[1:]}
        assert links <= set(archive.namelist())
        assert links | {"index.html"} == set(archive.namelist())


def test_what_is_kept_is_named_by_people_words():
    kept = queries.kept_about_people()
    assert len(kept) == len(personal_data)
    assert all(str(row.label) != row.name for row in kept)


def test_the_style_of_the_index_is_in_the_package():
    assert Path(archives.__file__).parents[1].joinpath("static/accounts/archive.css").is_file()
