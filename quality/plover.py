"""English against PLOVER's own coding: ../shared/gold/plover.jsonl, 161 sentences with one coded event each.

    python quality/plover.py                 type, and type with actors: the shares of records that a claim agrees with
    python quality/plover.py --show type     the records whose type no claim has; --show actors likewise

Recall only: a sentence may hold further events. Before comparing, claims are folded as PLOVER codes: planned cooperation
(CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT) is AGREE; an armed group stands for its state (``GROUPS``), a body of
several states for ``IGO``. A record counts as right in its actors where one claim of its type has just its actors. The folder
is ../shared beside the checkout, or ``ENLIGT_SHARED``. Source of the folding: PLOVER's codebook (Open Event Data Alliance).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import enligt
from annotated import needed

if TYPE_CHECKING:
    from enligt.model import Claim

ROOT = Path(__file__).resolve().parent.parent
COOPERATION = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
GROUPS = {
    "taliban": "AFG",
    "ttp": "PAK",
    "hamas": "PSE",
    "islamic-jihad": "PSE",
    "fatah": "PSE",
    "al-aqsa-martyrs-brigades": "PSE",
    "hezbollah": "LBN",
    "houthis": "YEM",
    "aqap": "YEM",
    "farc": "COL",
    "eln": "COL",
    "eta": "ESP",
    "ira": "GBR",
    "uvf": "GBR",
    "pkk": "TUR",
    "ypg": "SYR",
    "pyd": "SYR",
    "sdf": "SYR",
    "boko-haram": "NGA",
    "al-shabaab": "SOM",
    "islamic-courts-union": "SOM",
    "lords-resistance-army": "UGA",
    "adf": "UGA",
    "m23": "COD",
    "cndp": "COD",
    "fdlr": "COD",
    "red-tabara": "BDI",
    "rapid-support-forces": "SDN",
    "tplf": "ETH",
    "polisario": "ESH",
    "mnla": "MLI",
    "jnim": "MLI",
    "ansar-dine": "MLI",
    "gia": "DZA",
    "uck": "SRB",
    "ltte": "LKA",
    "gam": "IDN",
    "fis": "DZA",
    "mrta": "PER",
    "shining-path": "PER",
    "renamo": "MOZ",
    "ruf": "SLE",
    "lurd": "LBR",
    "khmer-rouge": "KHM",
    "northern-alliance": "AFG",
    "milf": "PHL",
    "mnlf": "PHL",
    "abu-sayyaf": "PHL",
    "new-peoples-army": "PHL",
    "sla": "SDN",
    "jem": "SDN",
    "janjaweed": "SDN",
    "seleka": "CAF",
    "ezln": "MEX",
    "nepal-maoists": "NPL",
    "jaish-e-mohammed": "PAK",
    "lashkar-e-taiba": "PAK",
    "hts": "SYR",
    "al-nusra": "SYR",
    "ahrar-al-sham": "SYR",
    "muslim-brotherhood": "EGY",
    "jaish-al-adl": "IRN",
    "jemaah-islamiyah": "IDN",
    "wagner": "RUS",
    "unita": "AGO",
}
"""The state that an armed group fights in or for, as PLOVER's coders write it."""


def folded_type(claim: Claim) -> str:
    """The type as PLOVER codes it."""
    return "AGREE" if claim.event_type in COOPERATION and claim.factuality == "planned" else claim.event_type


def folded(ids: list[str], *, states: frozenset[str]) -> set[str]:
    """Ids as PLOVER writes them: states as they are, armed groups by their state, bodies of several states ``IGO``."""
    out = set()
    for i in ids:
        if i in GROUPS:
            out.add(GROUPS[i])
        else:
            out.add(i if i in states or i == "UNK" or not i.isupper() else "IGO")
    return out


def states() -> frozenset[str]:
    """Codes that are states or territories."""
    from enligt.actors.tables import states as table  # noqa: PLC0415 - knowledge of the program, not of this file

    return frozenset(table("en"))


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--show", choices=("type", "actors"))
    options = wanted.parse_args()
    file = needed("gold", "plover.jsonl")
    known = states()
    records: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    typed = acted = 0
    for record in records:
        claims = enligt.extract(record["text"], language="en")
        fits = [c for c in claims if folded_type(c) == record["event_type"]]
        actors = {a["id"] for a in record["actors"]}
        right = any(folded([p.id for p in c.actors], states=known) == actors for c in fits)
        typed += bool(fits)
        acted += right
        if (options.show == "type" and not fits) or (options.show == "actors" and fits and not right):
            told = "; ".join(f"{folded_type(c)} {[p.id for p in c.actors]} {c.trigger.text!r}" for c in claims)
            print(f"{record['id']} {record['event_type']} {sorted(actors)}\n  {record['text']}\n  found: {told or 'nothing'}")
    n = len(records)
    print(f"{n} records: type {typed / n:.3f} (wanted 0.75), type and actors {acted / n:.3f} (wanted 0.60)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
