"""The page on disk: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from undercount.project.atomic import write_text
from undercount.report.page import Page
from undercount.report.render import render


def write(page: Page, path: str | os.PathLike[str]) -> Path:
    """Render a page to a file that is never seen half-written.

    Args:
        page: what to show.
        path: the HTML file to make or replace; its folder is made where it is missing.

    Returns:
        The path written.

    Raises:
        OSError: the folder cannot be written; an older page is then still whole.
    """
    target = Path(path)
    write_text(target, render(page))
    return target
