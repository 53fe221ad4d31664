"""Image files: whole or not there, and never outside the data folder."""

import asyncio
import errno
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.store.image_files import ImageFiles

DATA = b"\x89PNG picture"


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def files(tmp_path: Path) -> ImageFiles:
    return ImageFiles(tmp_path / "data")


async def test_an_image_is_read_as_it_was_written(files: ImageFiles, tmp_path: Path) -> None:
    path = await files.write(1234, 2, DATA, "image/png")
    assert path == "images/1/1234-2.png"
    assert await files.read(path) == DATA
    assert await asyncio.to_thread(files_below, tmp_path / "data") == [path]


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("image/jpeg", "jpg"), ("image/webp", "webp"), ("application/x", "bin")],
)
async def test_a_file_is_named_for_its_type(
    files: ImageFiles, content_type: str, suffix: str
) -> None:
    assert (await files.write(1, 0, DATA, content_type)).endswith(f"-0.{suffix}")


async def test_writing_again_replaces(files: ImageFiles) -> None:
    await files.write(1, 0, b"old", "image/png")
    path = await files.write(1, 0, DATA, "image/png")
    assert await files.read(path) == DATA


async def test_an_input_is_kept_once_under_its_hash(files: ImageFiles, tmp_path: Path) -> None:
    hashes = await asyncio.gather(*(files.write_input(DATA) for _ in range(5)))
    assert set(hashes) == {hashlib.sha256(DATA).hexdigest()}
    assert await files.read_input(hashes[0]) == DATA
    assert len(await asyncio.to_thread(files_below, tmp_path)) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
async def test_a_full_disk_leaves_no_half_file(
    files: ImageFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageUnavailable):
        await files.write(1, 0, DATA, "image/png")
    with pytest.raises(StorageUnavailable):
        await files.write_input(DATA)
    assert await asyncio.to_thread(files_below, tmp_path) == []


async def test_a_file_in_the_folders_place_is_storage_unavailable(tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "data").write_bytes, b"")
    with pytest.raises(StorageUnavailable):
        await ImageFiles(tmp_path / "data").write(1, 0, DATA, "image/png")


async def test_a_file_that_is_gone_is_storage_unavailable(files: ImageFiles) -> None:
    with pytest.raises(StorageUnavailable):
        await files.read("images/0/1-0.png")
    with pytest.raises(StorageUnavailable):
        await files.read_input("0" * 64)


@pytest.mark.parametrize("path", ["../secret", "images/../../secret", "/etc/passwd"])
async def test_a_path_that_leads_out_is_refused(files: ImageFiles, path: str) -> None:
    with pytest.raises(ValueError, match="not below"):
        await files.read(path)


@pytest.mark.parametrize("name", ["", "../../x", "A" * 64, "0" * 63])
async def test_what_is_no_hash_is_refused(files: ImageFiles, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        await files.read_input(name)


async def killed_in_the_middle(files: ImageFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write one file of each kind, without the end that a process ended by force never reaches."""

    def never_comes_back(*_args: object, **_options: object) -> None:
        raise OSError

    with monkeypatch.context() as killed:
        killed.setattr(os, "fsync", never_comes_back)
        killed.setattr(Path, "unlink", never_comes_back)
        with pytest.raises(StorageUnavailable):
            await files.write(1, 0, DATA, "image/png")
        with pytest.raises(StorageUnavailable):
            await files.write_input(DATA)


async def test_what_a_killed_process_left_half_written_is_swept(
    files: ImageFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await killed_in_the_middle(files, monkeypatch)
    assert len(await asyncio.to_thread(files_below, tmp_path)) == 2
    whole = await files.write(2, 0, DATA, "image/png")
    assert await files.sweep(datetime.now(UTC) + timedelta(minutes=1)) == 2
    assert await asyncio.to_thread(files_below, tmp_path / "data") == [whole]


async def test_what_another_process_is_writing_now_is_left_alone(
    files: ImageFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    await killed_in_the_middle(files, monkeypatch)
    assert await files.sweep(datetime.now(UTC) - timedelta(minutes=1)) == 0


async def test_a_sweep_that_cannot_remove_is_only_logged(
    files: ImageFiles, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert await files.sweep(datetime.now(UTC)) == 0  # before anything was ever written
    await killed_in_the_middle(files, monkeypatch)

    def refuse(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert await files.sweep(datetime.now(UTC) + timedelta(minutes=1)) == 0
    assert "half-written files stay" in caplog.text
