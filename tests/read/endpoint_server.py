"""An endpoint on this machine that gives recorded answers, as written or with a fault put in.

Recordings have the shape {"id", "answer": [{"quantity", "unit", "eventType", "eventDescription",
"modifier"}]}; the server turns one into the shape that the prompt asks for, from the sentences in
the request, and wraps it as a chat completion.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from undercount.read.endpoint.prompt import numbered

Item = dict[str, Any]
Fault = Callable[[list[Item], list[Item]], list[Item]]


def as_proposals(answer: Sequence[Item], sentences: Sequence[Item]) -> list[Item]:
    """A recorded answer in the shape asked for; what stands nowhere is given to sentence 1.

    "at" says where in its sentence the number was found; nobody but a test looks at it.

    Args:
        answer: recorded rows with "quantity", "unit" and perhaps "modifier".
        sentences: {"id", "text"} as in a request.
    """
    used: set[tuple[int, int]] = set()
    items = []
    for row in answer:
        place = _place(row, sentences, used)
        if place is not None:
            used.add(place[:2])
        index, at = (0, None) if place is None else place[:2]
        text, number = sentences[index]["text"], row["quantity"]
        item: Item = {
            "sentence_id": sentences[index]["id"],
            "sentence": text,
            "number": number,
            "words": None if at is None else _beside(text, at, at + len(number)),
            "population": row.get("unit"),
            "hedge": row.get("modifier"),
            "at": at,
        }
        items.append(item)
    return items


def _beside(text: str, start: int, end: int) -> str:
    """The number with two words on either side."""
    before, after = text[:start].split(" ")[-3:], text[end:].split(" ")[:3]
    return " ".join(before) + text[start:end] + " ".join(after)


def _place(
    row: Item, sentences: Sequence[Item], used: set[tuple[int, int]]
) -> tuple[int, int, int] | None:
    """Sentence, offset and distance to the unit of the likeliest occurrence of the quantity."""
    best = None
    whole = re.compile(rf"(?<![\w]){re.escape(row['quantity'])}(?![\w])")
    for i, sentence in enumerate(sentences):
        for match in whole.finditer(sentence["text"]):
            if (i, match.start()) in used:
                continue
            unit = sentence["text"].find(row.get("unit") or "\0", match.end())
            distance = unit - match.end() if unit >= 0 else 10_000
            if best is None or distance < best[2]:
                best = (i, match.start(), distance)
    return best


@dataclass
class Recorded:
    """What the server answers, and what it was asked.

    Attributes:
        texts: documents by id.
        answers: recorded rows by id.
        fault: changes the proposals of a document before they are sent.
        raw: instead of all that, the status, headers and body of each request in turn; the last
            one again for those that follow.
        asked: the requests, as (headers, body).
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    fault: Fault | None = None
    raw: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[Mapping[str, str], Item]] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._ids = {}
        for name, text in self.texts.items():
            cut = numbered(text)
            self._ids[text[cut[0].start : cut[0].end]] = name

    def content(self, asked: Item) -> str:
        sentences = json.loads(asked["messages"][-1]["content"])
        name = self._ids[sentences[0]["text"]]
        items = as_proposals(self.answers[name], sentences)
        if self.fault is not None:
            items = self.fault(items, sentences)
        return json.dumps({"figures": items}, ensure_ascii=False)


def completion(content: Any, finish: str = "stop") -> bytes:
    """A chat completion that says this."""
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    ).encode()


@contextmanager
def serving(recorded: Recorded) -> Iterator[Recorded]:
    """The endpoint for as long as the block lasts; its address is `recorded.url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            recorded.asked.append((dict(self.headers), {**body, "path": self.path}))
            if recorded.raw:
                turn = min(len(recorded.asked), len(recorded.raw)) - 1
                status, headers, answer = recorded.raw[turn]
            else:
                status, headers, answer = 200, {}, completion(recorded.content(body))
            try:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass  # the reader hung up, as it may

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    recorded.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield recorded
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
