"""How fast the desk is: from a key to the next figure painted, and the first paint of a long queue.

Run with `python benchmarks/review.py [FIGURES ...]`; 200 and 10,000 unless given. The figures are
read from texts made, with a fixed seed, of the annotated documents in corpus. The server is
the command itself, in a process of its own; the browser is Chromium without a window. A figure
counts as painted when the browser has drawn the frame in which it stands.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from read import articles

from tests import find_browser
from undercount.ledger import Ledger
from undercount.read import Document, read_text

PRESSED = 200
OPENED = 10
PAUSE = 250  # ms between two keys of a person who decides fast

WATCH = """
window.painted = [];
let began = 0;
addEventListener("keydown", (event) => { began = event.timeStamp; }, { capture: true });
addEventListener("DOMContentLoaded", () => {
  const item = document.getElementById("item");
  if (!item) return;
  new MutationObserver(() => {
    if (!item.querySelector(".text mark")) return;
    const since = began;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        item.dataset.painted = window.painted.push(performance.now() - since);
      };
      port2.postMessage(0);
    });
  }).observe(item, { childList: true });
});
"""


def project(folder: Path, figures: int) -> Path:
    """A project whose ledger holds so many figures, each in a document of its own words."""
    root = folder / str(figures)
    root.mkdir()
    (root / "undercount.toml").write_text('[project]\ntitle = "Figures to be decided"\n')
    held = 0
    with Ledger(root / "ledger.db") as ledger:
        for number, text in enumerate(articles(figures // 5 + 1)):
            name = f"documents/{number}.txt"
            reading = read_text(Document(name, "", text, "utf-8"), model=False)
            ledger.put_reading(reading)
            held += len(reading.figures)
            if held >= figures:
                break
    return root


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address that the command prints."""
    words = [sys.executable, "-m", "undercount", "review", str(root)]
    words += ["--by", "Benchmark", "--no-open", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://" in line)
            yield line[line.index("http://") :].split()[0]
        finally:
            process.terminate()


def entered(page: Page, address: str) -> str:
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_url(lambda url: "/enter" not in url)
    return address.partition("/enter")[0]


def first_paints(page: Page, home: str) -> list[float]:
    """From the start of the navigation to the first figure painted, in ms."""
    found = []
    for _ in range(OPENED):
        page.goto("about:blank")
        page.goto(f"{home}/figures")
        page.locator("#item[data-painted]").wait_for()
        found.append(page.evaluate("window.painted[0]"))
    return found


def key_to_next(page: Page, pause: int) -> list[float]:
    """From a key to the next figure painted, in ms."""
    page.locator("#saving[data-state=saved]").wait_for()
    page.evaluate("window.painted.length = 0")
    for i in range(PRESSED // 2):
        page.keyboard.press("aru"[i % 3])
        page.locator(f"#item[data-painted='{i + 1}']").wait_for()
        page.wait_for_timeout(pause)
    found: list[float] = page.evaluate("window.painted")
    return found


def acknowledged(page: Page) -> list[float]:
    """From the sending of a decision to its acknowledgement, which comes when it is on disk."""
    page.locator("#saving[data-state=saved]").wait_for()
    found: list[float] = page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/decisions'))"
        ".map(one => one.responseEnd - one.startTime)"
    )
    return found


def row(words: str, found: Sequence[float]) -> str:
    ordered = sorted(found)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"| {words} | {statistics.median(found):.0f} | {p95:.0f} | {len(found)} |"


def main() -> int:
    path = find_browser.find()
    if path is None:
        print(find_browser.MISSING, file=sys.stderr)
        return 1
    print(f"The desk, {os.cpu_count()} cores, Chromium without a window; milliseconds\n")
    print("| | median | 95% | times |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--headless", *find_browser.ARGUMENTS]
        )
        for figures in [int(word) for word in sys.argv[1:]] or [200, 10_000]:
            with served(project(Path(folder), figures)) as address:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                home = entered(page, address)
                print(row(f"{figures:,} figures: first paint", first_paints(page, home)))
                fast, calm = key_to_next(page, 0), key_to_next(page, PAUSE)
                print(row(f"{figures:,} figures: key to next, without a pause", fast))
                print(row(f"{figures:,} figures: key to next, every {PAUSE} ms", calm))
                print(row(f"{figures:,} figures: sent to acknowledged", acknowledged(page)))
                page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
