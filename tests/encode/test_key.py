from __future__ import annotations

import copy
import hmac
import io
import logging
import os
import pickle
import traceback
from pathlib import Path

import pytest

from undercount.encode import Key, new_key, read_key
from undercount.encode.key import keys_in
from undercount.errors import InputError, MissingFileError

SECRET = bytes(range(7, 39))


def _told(error: BaseException) -> str:
    """All that a traceback can show of an error, variables too, but for this file's own."""
    found = []
    seen: BaseException | None = error
    while seen is not None:
        found.append(str(seen))
        for frame, _ in traceback.walk_tb(seen.__traceback__):
            if frame.f_code.co_filename != __file__:
                found.append(repr(frame.f_locals))
        seen = seen.__context__
    return "\n".join(found)


def test_rfc_4231_a_digest_is_hmac_sha256() -> None:
    assert Key(SECRET).digest("a", b"b") == hmac.digest(SECRET, b"a\0b", "sha256")


def test_a_new_key_is_read_again_and_only_its_owner_may(tmp_path: Path) -> None:
    made = new_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "key").read_text().startswith("undercount-key-1 ")
    assert read_key(tmp_path / "key") == made
    assert new_key(tmp_path / "other") != made
    assert new_key(tmp_path / "third").id != made.id


def test_the_mask_of_the_shell_does_not_matter(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        new_key(tmp_path / "key")
    finally:
        os.umask(before)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    made = new_key(tmp_path / "key")
    with pytest.raises(InputError, match="never overwritten"):
        new_key(tmp_path / "key")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="a file already"):
        new_key(tmp_path / "link")
    assert read_key(tmp_path / "key") == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    new_key(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(InputError, match=r"others may read this key.*chmod 600"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "undercount-key-1",
        "undercount-key-1 " + SECRET.hex()[:-1],
        "undercount-key-1 " + SECRET.hex() + "00",
        "undercount-key-2 " + SECRET.hex(),
        SECRET.hex(),
        "undercount-key-1 " + SECRET.hex() + "\nmore",
        "undercount-key-1 " + SECRET.hex() + " " * 1000,
        "undercount-key-1 " + "ж" * 64,
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, encoding="utf-8")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(InputError, match="not a key of undercount") as caught:
        read_key(tmp_path / "key")
    told = _told(caught.value)
    assert SECRET.hex()[:8] not in told
    assert repr(SECRET)[:20] not in told
    assert "ж" not in told


def test_no_key_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="--new-key"):
        read_key(tmp_path / "key")
    with pytest.raises((InputError, OSError)):
        read_key(tmp_path)


def test_the_key_shows_itself_nowhere() -> None:
    key = Key(SECRET)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.emit(logging.makeLogRecord({"msg": "%s %r", "args": (key, key)}))
    shown = f"{key} {key!r} {[key]} {log.getvalue()} {dir(key)}"
    for form in (SECRET.hex(), repr(SECRET), str(list(SECRET))):
        assert form[:12] not in shown
    assert not hasattr(key, "__dict__")
    with pytest.raises(InputError) as caught:
        Key(SECRET[:-1])
    assert repr(SECRET)[:20] not in _told(caught.value)


def test_a_key_is_not_copied_pickled_or_changed() -> None:
    key = Key(SECRET)
    for does in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not copied"):
            does(key)
    with pytest.raises(AttributeError):
        key.id = "other"


def test_equality_and_id_tell_keys_apart() -> None:
    assert Key(SECRET) == Key(SECRET)
    assert len({Key(SECRET), Key(SECRET), Key(bytes(32))}) == 2
    assert Key(SECRET) != SECRET
    assert len(Key(SECRET).id) == 16


def test_a_folder_that_holds_keys(tmp_path: Path) -> None:
    outside, folder = tmp_path / "key", tmp_path / "project"
    (folder / "deep" / "er").mkdir(parents=True)
    assert keys_in(folder) == []
    new_key(outside)
    text = outside.read_text()
    (folder / "note.txt").write_text("A key begins with undercount-key-1 and is a line.\n")
    (folder / "half").write_text(text[:60])
    (folder / "gone").symlink_to(tmp_path / "nowhere")
    (folder / "large").write_bytes(bytes(1 << 20))
    assert keys_in(folder) == []
    new_key(folder / "deep" / "er" / ".hidden")
    (folder / "link").symlink_to(outside)
    (folder / "wide").write_text(text, encoding="utf-16-le")
    (folder / "later").write_text(text.replace("key-1", "key-27"))
    found = [str(path.relative_to(folder)) for path in keys_in(folder)]
    assert found == ["deep/er/.hidden", "later", "link", "wide"]
