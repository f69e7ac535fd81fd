"""``python -m enligt.training VERB``: see ``--help``. Not for users: `make` calls it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from enligt.errors import EnligtError

log = logging.getLogger("enligt.training")


def _parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="python -m enligt.training", description=__doc__)
    p.add_argument("--corpus", type=Path, default=Path("corpus"), help="the marked corpus (default: corpus)")
    p.add_argument(
        "--work", type=Path, default=None, help="checkpoints and downloads (default: ENLIGT_TRAINING or the user's cache)"
    )
    p.add_argument("--treebanks", type=Path, default=None, help="CoNLL-U files: corpus/real and the name task need them")
    p.add_argument("--begin", type=Path, default=None, help="go on from this reader's weights instead of the base encoder's")
    p.add_argument("--weights", type=Path, default=Path("src/enligt/readers/weights"), help="where the exported reader goes")
    verbs = p.add_subparsers(dest="verb", required=True)
    verbs.add_parser("train", help="train (or go on), tune on the held-out documents, export")
    fit = verbs.add_parser("fit", help="train (or go on) and nothing else: one of several trainings that `export` averages")
    fit.add_argument("--seed", type=int, default=None, help="of the order of reading (default: that of the settings)")
    fit.add_argument(
        "--loosened", type=float, default=None, help="how far back towards the base encoder, 0 to 1 (default: settings)"
    )
    fit.add_argument("--again", type=float, default=None, help="share of the rates, going on from a reader (default: settings)")
    export = verbs.add_parser("export", help="export the checkpoint, tune on the held-out documents")
    export.add_argument(
        "--mean", type=Path, nargs="+", default=None, metavar="WORK", help="the mean of the checkpoints in these folders"
    )
    verbs.add_parser("tune", help="fit the decisions anew (without torch): writes decisions.json and judge.json.gz")
    verbs.add_parser(
        "status", help="what has changed since the shipped weights were trained; exit 1 where weights or settings disagree"
    )
    verbs.add_parser("pieces", help="choose the vocabulary anew: writes pieces.txt")
    verbs.add_parser("look", help="make the first look's model anew (without torch): writes readers/look/model.npz")
    verbs.add_parser("names", help="gather anew what persons' names of each state look like: writes actors/data/person-names.tsv")
    verbs.add_parser("replay", help="choose anew what `enligt teach` replays of the corpus: writes replay/")
    verbs.add_parser(
        "events", help="fit anew the weights by which claims are joined into events: writes events/data/weights.json"
    )
    return p


def _work(given: Path | None) -> Path:
    """The folder for checkpoints, outside the work tree: a training of hours must survive ``git clean``."""
    if given is None:
        cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
        given = Path(os.environ["ENLIGT_TRAINING"]) if os.environ.get("ENLIGT_TRAINING") else cache / "enligt-training"
    given.mkdir(parents=True, exist_ok=True)
    return given


def _train(args: argparse.Namespace, work: Path) -> None:
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415 - `status` must work without it

    from enligt.training import export, manifest, prepare  # noqa: PLC0415
    from enligt.training.fit import mean, progress, train, untuned_vectors  # noqa: PLC0415
    from enligt.training.network import Network  # noqa: PLC0415

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cuda.matmul.allow_tf32 = True
    options = prepare.on(device, prepare.settings())
    if args.verb == "fit":
        options |= {k: v for k in ("seed", "loosened") if (v := getattr(args, k)) is not None}
        options["rate"] = options["rate"] | ({} if args.again is None else {"again": args.again})
    began_from = manifest.ancestry(args.begin)  # before a reader in the same place is written over
    torch.set_num_threads(options["threads"])
    made = prepare.material(args.corpus, treebanks=args.treebanks, work=work, device=device, options=options)
    if args.verb != "export":
        cache = work / "untuned.pt"
        vectors = torch.load(cache, weights_only=False) if cache.exists() else {}  # our own file
        missing = [t for t in made.texts if t not in vectors]
        if missing:
            log.info("untuned vectors of %d sentences", len(missing))
            vectors.update(untuned_vectors(missing, made, device=device))
            torch.save(vectors, cache)
        wanted = torch.from_numpy(np.stack([vectors[t] for t in made.texts]).astype(np.float32))
        network = train(made, options, work=work, vectors=wanted, begin=args.begin)
        if args.verb == "fit":
            return
    else:
        network = Network(made.shape, **options["network"])
        mean(network, args.mean or [work])
    network.cpu().eval()
    if args.begin is not None and options["begun_share"] and not (args.verb == "export" and args.mean):
        network.average_with(args.begin, options["begun_share"])
    export.write(
        network,
        made,
        args.weights,
        options=prepare.settings(),
        corpus=args.corpus,
        treebanks=args.treebanks is not None,
        figures=progress(args.mean[0] if args.verb == "export" and args.mean else work),
        began_from=began_from,
    )
    _tune(args)


def _tune(args: argparse.Namespace) -> None:
    from enligt.training import documents, merging, tune  # noqa: PLC0415 - scikit-learn is in requirements-train.txt only

    trained_on, held = documents.split(documents.load(args.corpus, treebanks=args.treebanks), args.corpus)
    held = merging.read_twice(held, documents.second(args.corpus, treebanks=args.treebanks))
    tune.tune(args.weights, held, trained_on)


def _pieces(args: argparse.Namespace, work: Path) -> None:
    from enligt.training import base, documents, pieces  # noqa: PLC0415

    sentences = [s for d in documents.load(args.corpus, treebanks=args.treebanks) for s in d.sentences]
    if args.treebanks:
        sentences += documents.raw_sentences(args.treebanks)
    chosen = pieces.choose(base.Image(base.fetch(work)), sentences)
    Path(__file__).with_name("pieces.txt").write_text("\n".join(chosen) + "\n", encoding="utf-8")
    log.info("%d pieces", len(chosen))


def _replay(args: argparse.Namespace) -> None:
    from enligt.training import replay  # noqa: PLC0415

    folder = Path(__file__).with_name("replay")
    log.info("%d documents in %s", replay.write(args.corpus, folder), folder)


def _made(args: argparse.Namespace) -> bool:
    """Make a table or model of the corpus that needs no accelerator; False where the verb asks for something else."""
    package = Path(__file__).parent.parent
    if args.verb == "look":
        from enligt.training import look  # noqa: PLC0415

        look.write(args.corpus, args.weights.with_name("look"))
    elif args.verb == "names":
        from enligt.training import person_names  # noqa: PLC0415

        log.info("%d names", person_names.write(args.corpus, package / "actors" / "data"))
    elif args.verb == "replay":
        _replay(args)
    elif args.verb == "events":
        from enligt.training import events  # noqa: PLC0415

        events.write(args.corpus, package / "events" / "data" / "weights.json")
    else:
        return False
    return True


def _run(args: argparse.Namespace) -> int:
    if args.verb == "status":
        from enligt.training import manifest  # noqa: PLC0415

        return manifest.report(args.weights, args.corpus)
    if args.verb == "tune":
        _tune(args)
    elif not _made(args):
        work = _work(args.work)
        (_pieces if args.verb == "pieces" else _train)(args, work)
    return 0


def main() -> int:
    """Run one verb; the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    args = _parser().parse_args()
    try:
        return _run(args)
    except EnligtError as e:
        log.error("%s", e)  # noqa: TRY400 - one clear line is the contract
        return e.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
