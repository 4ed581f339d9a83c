"""The network: a small pretrained encoder, and heads that decide on each number of a window."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn

from undercount.read.model.mentions import CLASSES, COLUMNS, SPANS
from undercount.read.model.windows import FLAGS

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, LONGEST = 384, 12, 6, 1536, 30522, 512
KEY = 96
LOOKS = 2
SENTENCES, LINES, NEAR = (-6, 3), (-8, 3), 16


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019): attention, then a wider step, each normed after."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(T, width) to (T, width)."""
        size = x.shape[0]

        def split(t: Tensor) -> Tensor:
            return t.view(size, HEADS, WIDTH // HEADS).transpose(0, 1)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        mixed = nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
        mixed = mixed.transpose(0, 1).reshape(size, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        inner = nn.functional.gelu(self.up(x))
        return self.norm2(x + self.drop(self.down(inner)))


class Look(nn.Module):
    """One more look of each number at the whole window, then at the other numbers.

    The encoder treats all numbers alike; here each asks for itself: which verb, which heading,
    which speaker.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.ask, self.mix = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.offer = nn.Linear(WIDTH, 2 * WIDTH)
        self.near = nn.Embedding(2 * NEAR + 1, HEADS)
        self.by_line = nn.Embedding(LINES[1] - LINES[0] + 1, HEADS)
        self.peers = nn.Linear(WIDTH, 3 * WIDTH)
        self.join = nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.drop = nn.Dropout(dropout)
        for part in (self.near, self.by_line):
            nn.init.zeros_(part.weight)

    def forward(self, m: Tensor, x: Tensor, at: Tensor, lines: Tensor, first: Tensor) -> Tensor:
        """(M, width) of the numbers, (T, width) of the window, to (M, width)."""
        count = m.shape[0]

        def split(t: Tensor) -> Tensor:
            return t.view(-1, HEADS, WIDTH // HEADS).transpose(0, 1)

        k, v = self.offer(x).split(WIDTH, dim=1)
        scores = split(self.ask(m)) @ split(k).transpose(1, 2) / math.sqrt(WIDTH // HEADS)
        steps = (at[None, :] - first[:, None]).clamp(-NEAR, NEAR) + NEAR
        away = (lines[None, :] - lines[first][:, None]).clamp(*LINES) - LINES[0]
        scores = scores + (self.near(steps) + self.by_line(away)).permute(2, 0, 1)
        seen = (torch.softmax(scores, dim=-1) @ split(v)).transpose(0, 1).reshape(count, WIDTH)
        m = self.norm1(m + self.drop(self.mix(seen)))
        q, k, v = self.peers(m).split(WIDTH, dim=1)
        scores = split(q) @ split(k).transpose(1, 2) / math.sqrt(WIDTH // HEADS)
        told = (torch.softmax(scores, dim=-1) @ split(v)).transpose(0, 1).reshape(count, WIDTH)
        m = self.norm2(m + self.drop(self.join(told)))
        return self.norm3(m + self.drop(self.down(nn.functional.gelu(self.up(m)))))


class Reader(nn.Module):
    """T pieces and M numbers in; words of each closed field and ends of each span out."""

    def __init__(self, layers: int = LAYERS, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(LONGEST, WIDTH)
        self.told = nn.Linear(len(FLAGS), WIDTH, bias=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop = nn.Dropout(dropout)
        self.bring = nn.Linear(2 * WIDTH, WIDTH)
        self.known = nn.Linear(len(COLUMNS), WIDTH)
        self.mention = nn.LayerNorm(WIDTH)
        self.look = nn.ModuleList(Look(dropout) for _ in range(LOOKS))
        self.classes = nn.ModuleList(nn.Linear(WIDTH, len(words)) for words in CLASSES.values())
        self.ask = nn.Linear(WIDTH, len(SPANS) * 2 * KEY)
        self.offer = nn.Linear(WIDTH, len(SPANS) * 2 * KEY)
        self.trust = nn.Linear(WIDTH, len(SPANS) * 2 * 2)
        ways = len(SPANS) * 2
        self.by_sentence = nn.Embedding(SENTENCES[1] - SENTENCES[0] + 1, ways)
        self.by_line = nn.Embedding(LINES[1] - LINES[0] + 1, ways)
        self.by_step = nn.Embedding(2 * NEAR + 1, ways)
        self.none = nn.Linear(WIDTH, ways)
        for table in (self.words, self.positions):
            table.weight.requires_grad_(False)
        for part in (self.told, self.trust, self.by_sentence, self.by_line, self.by_step):
            nn.init.zeros_(part.weight)

    def forward(
        self, ids: Tensor, flags: Tensor, lines: Tensor, sentences: Tensor,
        first: Tensor, last: Tensor, features: Tensor, hints: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        """Logits of each closed field, (M, words); and (M, 8, T) of the ends of each phrase."""
        size = ids.shape[0]
        at = torch.arange(size, device=ids.device)
        x = self.words(ids) + self.positions(at) + self.told(flags)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x)
        both = torch.cat([x[first], x[last]], dim=-1)
        m = self.mention(nn.functional.gelu(self.bring(both) + self.known(features)))
        for look in self.look:
            m = look(m, x, at, lines, first)
        m = self.drop(m)
        words = [head(m) for head in self.classes]
        ways, count = len(SPANS) * 2, m.shape[0]
        ask = self.ask(m).view(count, ways, KEY).transpose(0, 1)
        offer = self.offer(x).view(size, ways, KEY).permute(1, 2, 0)
        points = (ask @ offer / math.sqrt(KEY)).transpose(0, 1)  # (M, ways, T)

        def relative(of: Tensor, bounds: tuple[int, int], table: nn.Embedding) -> Tensor:
            steps = (of[None, :] - of[first][:, None]).clamp(*bounds) - bounds[0]
            return table(steps).permute(0, 2, 1)

        points = points + relative(sentences, SENTENCES, self.by_sentence)
        points = points + relative(lines, LINES, self.by_line)
        points = points + relative(at, (-NEAR, NEAR), self.by_step)
        trust = self.trust(m).view(count, ways, 2)
        ends = hints.reshape(count, ways)[:, :, None]
        points = points + (ends == at[None, None, :]).float() * trust[:, :, :1]
        # Nothing is named: a place of its own, with what the rules say of that.
        nothing = self.none(m)[:, :, None] + (ends == 0).float() * trust[:, :, 1:]
        points = torch.cat([nothing, points[:, :, 1:]], dim=2)
        return (*words, points)


def pretrained(path: Path, **how: object) -> Reader:
    """A network whose encoder is the published one (file `model.safetensors`)."""
    from safetensors.torch import load_file

    net = Reader(**how)
    given = load_file(path)
    mine = {"words.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias"}  # fmt: skip
    for i in range(len(net.layers)):
        base, to = f"encoder.layer.{i}", f"layers.{i}"
        for ours, theirs in (
            ("query", "attention.self.query"), ("key", "attention.self.key"),
            ("value", "attention.self.value"), ("out", "attention.output.dense"),
            ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
            ("down", "output.dense"), ("norm2", "output.LayerNorm"),
        ):  # fmt: skip
            for kind in ("weight", "bias"):
                mine[f"{to}.{ours}.{kind}"] = f"{base}.{theirs}.{kind}"
    state = net.state_dict()
    with torch.no_grad():
        for ours, theirs in mine.items():
            state[ours].copy_(given[theirs])
        state["words.weight"] += given["embeddings.token_type_embeddings.weight"][0]
    return net
