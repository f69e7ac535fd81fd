"""How well a search by meaning finds what is told in another language: 40 questions of our own (meaning.tsv).

    python quality/meaning.py              recall, by meaning and by words; the floor
    python quality/meaning.py --show       where the counterpart of each question stands

Each question is a few words in one language; its counterpart is a sentence in another, read among others of its language,
five together. All counterparts are searched, and the claims' sentences of the bundled sample beside them. Questions of odd
number choose the floor: the highest that keeps four in five of the counterparts; those of even number tell what it keeps.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from enligt import readers, sample
from enligt.config import SaidOfPages, checked_language
from enligt.ledger import Sentence, beginnings, holds_parts
from enligt.model import Article, Issue, Page
from enligt.readers.trained import TrainedReader
from enligt.run import meaning
from enligt.run.stages import read_pages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enligt.model import Language

FILE = Path(__file__).with_name("meaning.tsv")
TOGETHER = 5  # sentences of one language that are read as one article
KEPT = 0.8


class Question(NamedTuple):
    """What is asked, and what is to be found, each with its language."""

    asked_in: Language
    asked: str
    told_in: Language
    told: str


def questions() -> list[Question]:
    """Those of the file."""
    lines = FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [Question(checked_language(row[0]), row[1], checked_language(row[2]), row[3]) for row in rows]


def counterparts(several: list[Question], reader: TrainedReader) -> list[Sentence]:
    """The counterparts with the vectors that claims of them would carry, in the order of the questions."""
    made: dict[int, Sentence] = {}
    for language in sorted({one.told_in for one in several}):
        numbers = [at for at, one in enumerate(several) if one.told_in == language]
        for start in range(0, len(numbers), TOGETHER):
            those = numbers[start : start + TOGETHER]
            text = "\n\n".join(several[at].told for at in those)
            article = Article(
                page="0" * 64, document="d", headline=None, published=None, language=language, outlet=None, text=text
            )
            (prepared,) = reader.prepare([article])
            for scores in prepared.scores:
                for row, sentence in enumerate(scores.window.sentences):
                    start_, end = prepared.bounds[sentence]
                    at = next(n for n in those if several[n].told.startswith(text[start_:end][:30]))
                    vector = scores.vectors[row].tobytes()
                    made.setdefault(at, Sentence(f"q{at}", language, reader.name, reader.version, vector, several[at].told))
    return [made[at] for at in range(len(several))]


def others(reader: TrainedReader) -> list[Sentence]:
    """The sentences of the sample's claims, each once."""
    made: dict[str, Sentence] = {}
    for page in read_pages([Page(name, content) for name, content in sample.files()], reader=reader, said=SaidOfPages()):
        for reading in () if isinstance(page, Issue) else page.readings:
            for one in reading.claims:
                text = one.evidence.text
                made[text] = Sentence(one.claim_id, reading.article.language, reader.name, reader.version, one.vector, text)
    return list(made.values())


def scores_of(several: list[Question], among: list[Sentence], reader: TrainedReader) -> NDArray[Any]:
    """The likeness of each question to each sentence."""
    centre = meaning.centres(iter([among]), reader)
    assert centre is not None  # noqa: S101 - there are sentences
    vectors = np.stack([np.frombuffer(one.vector, np.int8) for one in among]).astype(np.float32)
    out = np.zeros((len(several), len(among)))
    for at, one in enumerate(several):
        asked = np.frombuffer(reader.sentence_vector(one.asked), np.int8).astype(np.float32)
        for language in centre.languages:
            rows = [n for n, each in enumerate(among) if each.language == language]
            out[at, rows] = meaning.likeness(vectors[rows], asked, centre, language=language)
    return out


def told(name: str, ranks: list[int]) -> None:
    """One line: how many of the counterparts stand among the first."""
    shares = "  ".join(f"@{n} {sum(rank < n for rank in ranks) / len(ranks):.2f}" for n in (1, 5, 10, 20))
    print(f"{name:<28}recall {shares}")


def main() -> int:
    """Run the command line; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="where each counterpart stands")
    options = parser.parse_args()
    reader = readers.load()
    assert isinstance(reader, TrainedReader)  # noqa: S101 - the one in the package
    several = questions()
    among = [*counterparts(several, reader), *others(reader)]
    scores = scores_of(several, among, reader)
    own = np.array([scores[at, at] for at in range(len(several))])
    ranks = [int((scores[at] > own[at]).sum()) for at in range(len(several))]
    print(f"{len(several)} questions, {len(among)} sentences, reader {reader.version}")
    told("by meaning", ranks)
    worded = [0 if holds_parts(one.told, one.asked) else len(among) for one in several]
    told("by words and their parts", worded)
    either = [0 if any(holds_parts(one.told, word) for word in beginnings(one.asked).split()) else len(among) for one in several]
    told("by any one of the words", either)
    odd, even = np.arange(0, len(several), 2), np.arange(1, len(several), 2)
    floor = float(np.floor(np.sort(own[odd])[int(len(odd) * (1 - KEPT))] * 100) / 100)
    for what, half in (("chosen on", odd), ("told on", even)):
        kept = float((own[half] >= floor).mean())
        besides = float((scores[half] >= floor).sum(axis=1).mean()) - kept
        print(
            f"floor {floor:.2f}, {what} {len(half)} questions: keeps {kept:.2f} of what is sought, and {besides:.1f} others each"
        )
    print(f"in use: {meaning.FLOOR:.2f}")
    for at, one in enumerate(several if options.show else []):
        print(f"{ranks[at] + 1:>4}  {own[at]:.2f}  {one.asked_in} {one.asked}  |  {one.told_in} {one.told}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
