"""Pictures of the review for README and docs, as a browser shows it: `python scripts/screens.py`.

Makes the Calais example in a temporary folder, decides a few of its figures as two invented people,
and writes docs/images/review-*.png. Look at each before you commit it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import find_browser
from tests.review.browser.serving import serving
from undercount import run
from undercount.review.figures import FiguresQueue

IMAGES = ROOT / "docs/images"
MOST = 200_000  # bytes
WIDE: ViewportSize = {"width": 1440, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SHOWN = "5,497"  # the figure on the pictures: others stand beside it


def main() -> int:
    """Take the pictures."""
    path = find_browser.find()
    if path is None:
        print(find_browser.MISSING, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root, name = example(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=path, args=["--headless", *find_browser.ARGUMENTS]
        )
        with serving(root, by="Ruth") as served:
            page = entered(browser, served.address)
            take(page, served.url("/"), "review-overview")
            take(page, served.url(f"/figures#{name}"), "review-figures")
            page.set_viewport_size(PHONE)
            take(page, served.url(f"/figures#{name}"), "review-figures-phone")
        browser.close()
    return 0


def example(folder: Path) -> tuple[Path, str]:
    """The Calais example, run, with decisions made since by two people; and the figure to show."""
    root = Path(shutil.copytree(ROOT / "examples/calais-2016", folder / "calais-2016"))
    run(root)
    ruth, sam = FiguresQueue(root, "Ruth"), FiguresQueue(root, "Sam")
    names = ruth.ids("waiting", "question")
    items = [item for i in range(0, len(names), 50) for item in ruth.items(names[i : i + 50])]
    shown = next(item["id"] for item in items if item["fields"][0]["value"] == SHOWN)
    for i, name in enumerate([name for name in names if name != shown][:24]):
        for queue, every in ((ruth, 1), (sam, 3)):
            if i % every == 0:
                decision = "rejected" if (i + every) % 8 == 1 else "accepted"
                queue.decide({"id": name, "decision": decision, "key": f"{every}-{i}"})
    return root, shown


def entered(browser: Browser, address: str) -> Page:
    """A page of a browser that has come in by the address."""
    page = browser.new_page(viewport=WIDE)
    page.goto(address)
    page.wait_for_url(lambda url: "/enter" not in url)
    return page


def take(page: Page, address: str, name: str) -> None:
    """A picture once nothing is on its way any more."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("#item .text mark, #answers[aria-busy=false] .moves").first.wait_for()
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > MOST:
        raise SystemExit(f"{file.name} is over {MOST / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
