"""One training, from the base encoder to a checkpoint: seeded, logged, resumable."""

from __future__ import annotations

import json
import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.errors import InputError
from enligt.readers.windows import STEP
from enligt.training import adversarial
from enligt.training.heldout import figures
from enligt.training.losses import loss
from enligt.training.network import MASKED, Network
from enligt.training.packed import together
from enligt.training.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from enligt.training.base import Shape
    from enligt.training.packed import Packed

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
CHECKPOINT_SECONDS = 300
LOG_STEPS = 50


@dataclass(frozen=True)
class Versions:
    """The windows of a document, of its copies with other states in them (swapping.py), and of some of its sentences alone."""

    own: Sequence[Packed]
    copies: Sequence[Sequence[Packed]] = ()
    alone: Sequence[Sequence[Packed]] = ()


@dataclass(frozen=True)
class Material:
    """What a training reads. ``texts``: the sentences whose untuned vectors the examples name by row."""

    train: Sequence[Versions]
    held: Sequence[Packed]
    names: Mapping[str, Sequence[Packed]]
    texts: Sequence[str]
    word: torch.Tensor
    base: dict[str, NDArray[np.float32]]
    shape: Shape
    tokenizer: Tokenizer


@torch.no_grad()
def untuned_vectors(texts: Sequence[str], material: Material, *, device: torch.device) -> dict[str, NDArray[np.float16]]:
    """The untuned encoder's mean-pooled unit vector of each text, with its own prefix "query: " (as its authors pool)."""
    network = Network(material.shape)
    network.load_base(material.base)
    encoding = network.encoding.eval().to(device)
    s = material.shape
    encoded = [
        ([s.bos, *e.ids[:254], s.eos], t)
        for e, t in zip(material.tokenizer.encode_batch([f"query: {t}" for t in texts]), texts, strict=True)
    ]
    encoded.sort(key=lambda x: len(x[0]))
    out: dict[str, NDArray[np.float16]] = {}
    for i in range(0, len(encoded), 32):
        group = encoded[i : i + 32]
        n = max(len(ids) for ids, _ in group)
        ids = torch.tensor([x + [s.pad] * (n - len(x)) for x, _ in group], device=device)
        mask = torch.tensor([[1] * len(x) + [0] * (n - len(x)) for x, _ in group], dtype=torch.bool, device=device)
        x = encoding.norm(material.word[ids] + encoding.position[:n])
        for layer in encoding.layers:
            x = layer(x, (1 - mask[:, None, None, :].to(x.dtype)) * MASKED)
        mean = F.normalize((x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None], dim=-1).cpu().numpy().astype(np.float16)
        out.update({t: mean[k] for k, (_, t) in enumerate(group)})
    return out


def batches(material: Material, settings: Mapping[str, Any], number: int) -> list[list[Packed]]:
    """The batches of pass ``number``: windows of like length together, a share of them for names, in seeded random order.

    Of a document that has copies with other states, a share of the passes reads one of these; a share reads besides some of its
    sentences as texts of their own.
    """
    rng = random.Random(f"{settings['seed']}-{number}")  # noqa: S311 - order of training, not a secret

    def group(examples: Sequence[Packed]) -> list[list[Packed]]:
        out: list[list[Packed]] = [[]]
        for e in sorted(examples, key=lambda e: e.size + rng.random() * 64):
            longest = max(-(-x.size // STEP) * STEP for x in (e, *out[-1]))
            if out[-1] and longest * (len(out[-1]) + 1) > settings["subwords"]:
                out.append([])
            out[-1].append(e)
        return out

    def read(d: Versions) -> Sequence[Packed]:
        whole = rng.choice(d.copies) if d.copies and rng.random() < settings["swapped_share"] else d.own
        return [*whole, *rng.choice(d.alone)] if d.alone and rng.random() < settings["alone_share"] else whole

    made = group([e for d in material.train for e in read(d)])
    if material.names and settings["names_share"]:
        wanted = int(len(made) * settings["names_share"] / (1 - settings["names_share"]) * settings["subwords"])
        picked: list[Packed] = []
        languages, size = sorted(material.names), 0
        while size < wanted:
            picked.append(rng.choice(material.names[rng.choice(languages)]))
            size += picked[-1].size
        made += group(picked)
    rng.shuffle(made)
    return made


def optimizer(network: Network, rate: Mapping[str, float], *, syntax: Syntax | None = None) -> torch.optim.AdamW:
    """AdamW; a lower layer learns more slowly than the one above; norms and biases do not decay."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    layers = len(network.encoding.layers)
    for name, p in network.named_parameters():
        lr = rate["heads"]
        if name.startswith("encoding.layers."):
            k = int(name.split(".")[2])
            p.requires_grad = k >= network.encoding.frozen
            lr = rate["layers"] * rate["layer_decay"] ** (layers - 1 - k)
        elif name.startswith(("encoding.position", "encoding.norm")):
            p.requires_grad = network.encoding.frozen == 0
            lr = rate["layers"] * rate["layer_decay"] ** layers
        elif name.startswith("encoding.join"):
            lr = rate["layers"]
        if p.requires_grad:
            groups.setdefault((lr, 0.0 if p.ndim == 1 else rate["weight_decay"]), []).append(p)
    for p in syntax.parameters() if syntax else ():
        groups.setdefault((rate["heads"], 0.0 if p.ndim == 1 else rate["weight_decay"]), []).append(p)
    on_accelerator = next(network.parameters()).is_cuda
    return torch.optim.AdamW(
        [{"params": ps, "lr": lr, "base": lr, "weight_decay": wd} for (lr, wd), ps in groups.items()],
        betas=(0.9, 0.98),
        fused=on_accelerator,
    )


class Training:
    """One training under way: what a checkpoint holds, and how a step is made."""

    def __init__(
        self,
        material: Material,
        settings: Mapping[str, Any],
        *,
        work: Path,
        vectors: torch.Tensor,
        begin: Traversable | None = None,
    ) -> None:
        """Begin from the base encoder or a reader's weights; go on from the checkpoint that lies in ``work``."""
        self.material, self.settings, self.work = material, settings, work
        torch.manual_seed(settings["begun_seed"])
        self.network = Network(material.shape, **settings["network"])
        if begin is None:
            self.network.load_base(material.base)
        else:
            self.network.load_shipped(begin)
            if settings["loosened"]:
                self.network.loosen(material.base, settings["loosened"])
        torch.manual_seed(settings["seed"])
        self._share = 1.0 if begin is None else settings["rate"]["again"]
        self.network.to(material.word.device).train()
        self.syntax = Syntax(material.shape.hidden, dropout=settings["network"]["head_dropout"]).to(material.word.device)
        self.optimizer = optimizer(self.network, settings["rate"], syntax=self.syntax)
        self.vectors = vectors.to(material.word.device)
        self.step, self.number, self.at = 0, 0, 0
        spent = 0.0
        if self._checkpoint.exists():
            saved = torch.load(self._checkpoint, weights_only=True, map_location=material.word.device)
            self.network.load_state_dict(saved["network"])
            self.syntax.load_state_dict(saved["syntax"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.step, self.number, self.at, spent = saved["step"], saved["pass"], saved["at"], saved["spent"]
            torch.set_rng_state(saved["rng"].cpu())
            log.info("going on from step %d, pass %d, after %.1f minutes", self.step, self.number, spent / 60)
        self.steps = len(batches(material, settings, 0)) * settings["passes"]
        self._began = time.monotonic() - spent
        self._saved = time.monotonic()
        self._running: list[torch.Tensor] = []

    @property
    def _checkpoint(self) -> Path:
        return self.work / CHECKPOINT

    @property
    def minutes(self) -> float:
        """Spent so far, earlier sittings included."""
        return (time.monotonic() - self._began) / 60

    @property
    def fraction(self) -> float:
        """How much of the training is done, by steps or by time, whichever is further."""
        return max(self.step / self.steps, self.minutes / self.settings["minutes"])

    def save(self) -> None:
        """Write the checkpoint; a kill while writing leaves the one before."""
        state = {
            "network": self.network.state_dict(),
            "syntax": self.syntax.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "pass": self.number,
            "at": self.at,
            "spent": time.monotonic() - self._began,
            "rng": torch.get_rng_state(),
        }
        torch.save(state, self._checkpoint.with_suffix(".new"))
        self._checkpoint.with_suffix(".new").replace(self._checkpoint)
        self._saved = time.monotonic()

    def note(self, **what: Any) -> None:
        """A line of log.jsonl."""
        with (self.work / "log.jsonl").open("a", encoding="utf-8") as f:
            f.write(json.dumps(what) + "\n")
        log.info(" ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in what.items()))

    def figures(self) -> dict[str, float]:
        """Of the documents held out."""
        return figures(self.network, self.material.held, word=self.material.word, shape=self.material.shape)

    def take(self, group: Sequence[Packed]) -> None:
        """One step."""
        warm = min(1, (self.step + 1) / self.settings["rate"]["warmup"])
        for g in self.optimizer.param_groups:
            g["lr"] = g["base"] * self._share * warm * (1 - self.fraction)
        m, size = self.material, self.settings["adversarial"]
        batch = together(group, pad=m.shape.pad).to(m.word.device)

        def compute() -> torch.Tensor:
            return loss(
                self.network,
                batch,
                word=m.word,
                weight=self.settings["loss"],
                noise=self.settings["noise"],
                vectors=self.vectors,
                syntax=self.syntax,
            )

        self.optimizer.zero_grad(set_to_none=True)
        self._running.append(adversarial.backward(compute, self.network.encoding, size=size))
        clip = self.settings["rate"]["clip"] * (2 if size else 1)  # two losses' gradients
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), clip)
        self.optimizer.step()
        self.step, self.at = self.step + 1, self.at + 1
        if self.step % LOG_STEPS == 0:
            self.note(step=self.step, of=self.steps, loss=float(torch.stack(self._running).mean()), minutes=self.minutes)
            self._running.clear()
        if time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self.save()


def train(
    material: Material,
    settings: Mapping[str, Any],
    *,
    work: Path,
    vectors: torch.Tensor,
    begin: Traversable | None = None,
) -> Network:
    """Train, writing ``checkpoint.pt`` and ``log.jsonl`` into ``work``; goes on from the checkpoint that lies there.

    Args:
        material: examples and base.
        settings: settings.toml.
        work: a folder outside the work tree.
        vectors: of ``material.texts``, what their vectors are to be [T, H].
        begin: a reader's weights to begin from, instead of the base encoder's.

    Raises:
        WeightsError: ``begin`` is no reader's, or of another shape.
    """
    t = Training(material, settings, work=work, vectors=vectors, begin=begin)
    while t.number < settings["passes"] and t.fraction < 1:
        made = batches(material, settings, t.number)
        while t.at < len(made) and t.fraction < 1:
            t.take(made[t.at])
        if t.at >= len(made):
            t.number, t.at = t.number + 1, 0
            t.note(**{"pass": t.number}, **t.figures())
    t.save()
    t.note(end=t.step, **t.figures())
    return t.network.eval()


def mean(network: Network, works: Sequence[Path]) -> None:
    """Make ``network`` the mean of what several trainings came to that began alike: their checkpoints.

    Trained on from one beginning they lie in one valley, and their mean is better than each (Wortsman et al. 2022, "Model
    soups").

    Raises:
        InputError: a folder holds no checkpoint.
    """
    missing = [w for w in works if not (w / CHECKPOINT).exists()]
    if missing:
        raise InputError(f"{missing[0]}: no training's checkpoint lies here: train there first, or leave the folder out")
    states = [torch.load(w / CHECKPOINT, weights_only=True, map_location="cpu")["network"] for w in works]
    network.load_state_dict({name: sum(s[name] for s in states) / len(states) for name in states[0]})


def progress(work: Path) -> dict[str, float]:
    """How far the training in ``work`` came: steps, of how many planned, minutes, the last held-out figures logged."""
    out: dict[str, float] = {}
    for line in (work / "log.jsonl").read_text("utf-8").splitlines():
        out.update({k: round(v, 4) for k, v in json.loads(line).items() if k not in {"loss", "pass"}})
    return out
