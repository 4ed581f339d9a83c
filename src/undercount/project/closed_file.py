"""Files with people in them: closed to others from their first byte."""

from __future__ import annotations

import os
from pathlib import Path

from undercount.errors import InputError, Problem


def make_closed(path: Path) -> None:
    """An empty file of mode 0600, before SQLite would make one as open as others are.

    SQLite gives its log and its shared memory the mode of the file, so that none of the three is
    ever open to others.

    Raises:
        InputError: it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        what = f"cannot be made ({error.strerror})"
        raise InputError(Problem(what, str(path), hint="Name a folder you may write")) from error


def close_to_others(path: Path) -> None:
    """Take from others what a copy or a careless hand has given them, of a file of SQLite.

    Raises:
        InputError: it cannot be changed.
    """
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        try:
            if os.stat(name).st_mode & 0o077:
                os.chmod(name, 0o600)
        except FileNotFoundError:
            continue
        except OSError as error:
            what = f"others may read it, and that cannot be changed ({error.strerror})"
            hint = "Let its owner close it: chmod 600"
            raise InputError(Problem(what, str(name), hint=hint)) from error
