"""The browser opened at the address, without the token on any command line."""

from __future__ import annotations

import os
import shutil
import tempfile
import webbrowser
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Self


class Opening:
    """Opens the browser by a file that only this account can read, and takes the file away again.

    What a program is started with, every account of a machine can see; the address with the token
    must not be there. Jupyter's servers open a file that leads on for the same reason
    (CVE-2018-21030 and `use_redirect_file`).
    """

    def __init__(self) -> None:
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def open(self, address: str) -> bool:
        """Open `address`; False where no browser could be started."""
        self._folder = Path(tempfile.mkdtemp(prefix="undercount-"))  # mode 0700
        file = self._folder / "review.html"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(
                '<!DOCTYPE html><meta charset="utf-8"><title>Undercount</title>'
                f'<meta http-equiv="refresh" content="0; url={escape(address)}">'
            )
        try:
            return webbrowser.open(file.as_uri())
        except webbrowser.Error:
            return False
