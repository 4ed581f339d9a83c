"""The model written out for numpyro: standard normal draws, scaled and added up, no kernel.

Shared with the closed form are the arrays of the figures and the priors, nothing else. It runs in
a process of its own: jax counts its devices and BLAS its threads once, when they start, and
neither is the caller's to lose. 41 x 41 matrices on one thread are ten times faster than on many.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from undercount.errors import InputError, Problem, UndercountError
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.kernel import clock
from undercount.reconcile.model import Model
from undercount.reconcile.priors import LEVEL_SPREAD, SHARE
from undercount.reconcile.sums import Design, design

CHAINS = 4
_TARGET = 0.95
# Ends of an interval closer than this (in logarithms) are one point, and give a density.
_POINT = 1e-9
# As in the closed form: a part is no more than the whole, but for a hair.
_CERTAIN = 1e-4
_ALONE = "from undercount.reconcile.sampling import _serve; _serve()"


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the posterior, and whether they can be trusted.

    Attributes:
        sizes: settings, not their logarithms, in the model's order, shape (draws, K).
        level: log level less the centre on the nodes of its walk, shape (draws, m).
        shares: of each part, log share less its prior's middle, each shape (draws, m).
        r_hat: the largest of all quantities.
        ess: the fewest effective draws of all quantities, for middles and tails.
        divergences: draws whose path left the posterior.
    """

    sizes: Floats
    level: Floats
    shares: tuple[Floats, ...]
    r_hat: float
    ess: float
    divergences: int


def need_numpyro() -> None:
    """Nothing where numpyro is installed.

    Raises:
        InputError: it is not; the message says how to.
    """
    if importlib.util.find_spec("numpyro") is None:
        raise InputError(
            Problem("numpyro is not installed", hint='Run: pip install "undercount[bayes]".')
        )


def sample(model: Model, seed: int, draws: int, warmup: int) -> Draws:
    """Draw from the posterior of everything by NUTS, four chains at a time.

    Args:
        model: the figures, with the drifts and wider noises that the closed form settled.
        seed: of all draws.
        draws: kept of each chain.
        warmup: draws before those, in which the steps are tuned.

    Raises:
        InputError: numpyro is not installed.
        UndercountError: the process that samples broke off.
    """
    need_numpyro()
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JAX_PLATFORMS": "cpu",
        "JAX_ENABLE_X64": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _ALONE],
        input=pickle.dumps((model, seed, draws, warmup)),
        capture_output=True,
        env=env,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise UndercountError(f"the sampling broke off: {lines[-1]}")
    answer: Draws = pickle.loads(done.stdout)
    return answer


def _serve() -> None:
    """In the process of its own: a task from standard input, draws to standard output."""
    task = pickle.load(sys.stdin.buffer)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    pickle.dump(_sample(*task), out)
    out.flush()


def _sample(model: Model, seed: int, draws: int, warmup: int) -> Draws:
    import numpyro

    numpyro.set_host_device_count(CHAINS)
    import jax
    from numpyro.infer import MCMC, NUTS, init_to_uniform

    made = design(model)
    kernel = NUTS(
        _program(model, made),
        target_accept_prob=_TARGET,
        dense_mass=[("settings",)],
        init_strategy=init_to_uniform(radius=1.0),
    )
    chains = MCMC(
        kernel, num_warmup=warmup, num_samples=draws, num_chains=CHAINS,
        chain_method="parallel", progress_bar=False,
    )  # fmt: skip
    chains.run(jax.random.PRNGKey(seed), extra_fields=("diverging",))
    found = {
        name: np.asarray(value).reshape(CHAINS, draws, -1)
        for name, value in chains.get_samples(group_by_chain=True).items()
    }
    diverging = np.asarray(chains.get_extra_fields()["diverging"])
    r_hat, ess = settled_enough(np.concatenate(list(found.values()), axis=2))
    flat = {name: value.reshape(CHAINS * draws, -1) for name, value in found.items()}
    shares = tuple(flat[f"share {part}"] for part in range(len(made.shares)))
    return Draws(flat["sizes"], flat["level"], shares, r_hat, ess, int(diverging.sum()))


def _program(model: Model, made: Design) -> Any:
    """The model as numpyro runs it."""
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from jax.scipy.linalg import cho_solve, solve_triangular

    shape = model.shape
    medians = np.array([prior.median for prior in model.priors])
    spreads = np.array([prior.spread for prior in model.priors])
    days = np.diff(made.level.days)
    over = np.diff(clock(shape, made.level.days), axis=1).sum(axis=0)
    starts = np.array([LEVEL_SPREAD, *[SHARE.spread] * len(made.shares)])
    told = np.isfinite(model.low)
    middle = np.where(told, 0.5 * (np.where(told, model.low, 0.0) + model.high), 0.0)
    width = np.where(told, model.high - np.where(told, model.low, 0.0), 0.0)
    cuts = np.cumsum([len(walk.days) - 1 for walk in made.shares])[:-1]

    def scales(sizes: Any) -> Any:
        known = dict(zip(shape.pieces, sizes, strict=False))
        root = jnp.sqrt(known["walk"] ** 2 * days + known.get("jump", 0.0) ** 2 * over)
        rest = [known[name] for name in made.piece if name not in ("start", "walk")]
        return jnp.concatenate([starts, root, jnp.array(rest)])

    def normal(name: str, many: int) -> Any:
        return numpyro.sample(name, dist.Normal(jnp.zeros(many), 1.0).to_event(1))

    def program() -> None:
        raw = normal("settings", len(medians))
        sizes = numpyro.deterministic("sizes", medians * jnp.exp(spreads * raw))
        scale = scales(sizes)
        noise = jnp.append(sizes[model.sized :], _CERTAIN)[model.group] * np.sqrt(model.times)
        # Draws z = m + L^-T x, where m and L L^T are mean and precision of z if the figures were
        # middles with a Gaussian error: x is then nearly standard normal at all settings, and no
        # funnel is left. The factor puts back the density that this change of variable takes.
        columns = made.columns * scale
        weight = told / (noise**2 + width**2 / 12)
        precision = jnp.eye(len(scale)) + (columns.T * weight) @ columns
        root = jnp.linalg.cholesky(precision)
        mean = cho_solve((root, True), columns.T @ (weight * middle))
        x = normal("x", len(scale))
        z = mean + solve_triangular(root.T, x, lower=False)
        numpyro.factor("change", 0.5 * x @ x - 0.5 * z @ z - jnp.log(jnp.diag(root)).sum())
        chances = _log_chance(model.low, model.high, columns @ z, noise)
        numpyro.factor("figures", chances.sum())
        parts = scale * z
        start, steps = parts[made.at("start")], parts[made.at("walk")]
        numpyro.deterministic("level", start[0] + made.level.along @ steps)
        walked = jnp.split(parts[made.at("share walk")], cuts)
        for part, (walk, some) in enumerate(zip(made.shares, walked, strict=False)):
            along = walk.along * np.sqrt(np.diff(walk.days))
            numpyro.deterministic(f"share {part}", start[1 + part] + along @ some)
        numpyro.deterministic("house", parts[made.at("house")])

    return program


def _log_chance(low: Floats, high: Floats, mean: Any, noise: Any) -> Any:
    """log P(low <= y <= high) for y ~ N(mean, noise^2), each row; a density where both are one."""
    import jax.numpy as jnp
    from jax.scipy.special import log_ndtr

    point, below = high - low < _POINT, np.isneginf(low)
    # Ends that are not used get harmless numbers: a gradient through infinity is none.
    left = (np.where(below | point, 0.0, low) - mean) / noise
    right = (np.where(point, 1.0, high) - mean) / noise
    left = jnp.where(below | point, right - 1.0, left)
    flip = (left > 0) & ~below
    a, b = jnp.where(flip, -right, left), jnp.where(flip, -left, right)
    upper = log_ndtr(b)
    share = jnp.where(below | point, 0.5, jnp.exp(log_ndtr(a) - upper))
    inside = upper + jnp.where(below, 0.0, jnp.log1p(-share))
    z = (np.where(point, low, 0.0) - mean) / noise
    density = -0.5 * z**2 - jnp.log(noise) - 0.5 * np.log(2 * np.pi)
    return jnp.where(point, density, inside)


def settled_enough(draws: Floats) -> tuple[float, float]:
    """(largest R-hat, fewest effective draws for middles and tails) of all quantities.

    Rank-normalised split chains (Vehtari et al. 2021); quantities that never vary are passed by.

    Args:
        draws: shape (chain, draw, quantities).
    """
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    halves = np.concatenate(np.split(draws[:, : draws.shape[1] // 2 * 2], 2, axis=1))
    halves = halves[..., np.ptp(halves, axis=(0, 1)) > 0]
    ranked = _rank_normal(halves)
    folded = _rank_normal(np.abs(halves - np.median(halves, axis=(0, 1))))
    r_hat = max(float(split_gelman_rubin(some).max()) for some in (ranked, folded))
    ends = np.quantile(halves, [0.05, 0.95], axis=(0, 1))
    ess = min(
        float(effective_sample_size(some).min())
        for some in (ranked, *((halves <= end).astype(np.float64) for end in ends))
    )
    return r_hat, ess


def _rank_normal(halves: Floats) -> Floats:
    chains, many, quantities = halves.shape
    flat = halves.reshape(-1, quantities)
    ranks = np.argsort(np.argsort(flat, axis=0), axis=0) + 1.0
    scores: Floats = ndtri((ranks - 0.375) / (len(flat) + 0.25))
    return scores.reshape(chains, many, quantities)
