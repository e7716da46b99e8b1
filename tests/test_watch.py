"""An edit counts once the file has been at rest for two looks."""

from __future__ import annotations

import os

from bot.watch import LOOKS_UNTIL_GONE, FileWatch


def test_an_edit_is_reported_once_when_it_is_at_rest(tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text("a", encoding="utf-8")
    watch = FileWatch((file,))
    assert watch.edited() == ()
    file.write_text("half", encoding="utf-8")
    assert watch.edited() == ()
    file.write_text("half and half", encoding="utf-8")
    assert watch.edited() == (), "it was still being written"
    assert watch.edited() == (file,)
    assert watch.edited() == ()


def test_a_file_that_is_gone_is_reported_once_and_again_when_it_is_back(tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text("a", encoding="utf-8")
    watch = FileWatch((file,))
    file.unlink()
    assert [watch.edited() for _ in range(LOOKS_UNTIL_GONE + 2)].count((file,)) == 1
    file.write_text("a", encoding="utf-8")
    assert [watch.edited() for _ in range(3)].count((file,)) == 1


def test_a_file_that_an_editor_replaces_is_an_edit_and_is_not_gone(tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text("a", encoding="utf-8")
    watch = FileWatch((file,))
    file.unlink()
    assert watch.edited() == watch.edited() == ()
    other = tmp_path / "new"
    other.write_text("b", encoding="utf-8")
    other.replace(file)
    assert watch.edited() == ()
    assert watch.edited() == (file,)


def test_a_file_that_comes_later_is_an_edit(tmp_path):
    file = tmp_path / "schedule.yaml"
    watch = FileWatch((file,))
    assert watch.edited() == ()
    file.write_text("a", encoding="utf-8")
    assert watch.edited() == ()
    assert watch.edited() == (file,)


def test_an_edit_of_the_same_length_that_keeps_the_time_is_an_edit(tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text("a", encoding="utf-8")
    watch, before = FileWatch((file,)), file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_text("b", encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watch.edited() == ()
    assert watch.edited() == (file,)
