"""Make ``src/enligt/actors/data/cldr.tsv``: the names of the world's states and territories in eight languages.

    python quality/states.py            write the table
    python quality/states.py --check    exit 1 if the committed table differs

Source: Unicode CLDR (Unicode licence) as babel ships it; the alpha-3 codes are CLDR's territory aliases (ISO 3166-1),
and XKX for Kosovo, which ISO leaves to its users. Adjectives, inhabitants, capitals and other variants of the names
are tables of our own: ``states.LANGUAGE.tsv`` beside it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "enligt" / "actors" / "data" / "cldr.tsv"
# The five, and those besides whose pieces the encoder keeps, so that a reader can be taught them.
LANGUAGES = ("sv", "nb", "nn", "da", "en", "de", "fi", "is")
# Codes of the past that CLDR sends to a living state (Burma, East Germany, ...), its own for Kosovo, the Union, tests and none.
RETIRED = {"BUR", "DDR", "FXX", "TMP", "XKK", "YMD", "ZAR", "QUU", "XAA", "XBB", "ZZZ"}


def table() -> str:
    """The whole table as text: a line a territory, alpha-3 code and a name a language, in order of the code."""
    from babel import Locale  # noqa: PLC0415 - a development dependency: only the maker of the table needs it
    from babel.core import get_global  # noqa: PLC0415 - the same

    codes = {"XKX": "XK"}
    for alias, targets in get_global("territory_aliases").items():
        if re.fullmatch(r"[A-Z]{3}", alias) and len(targets) == 1 and alias not in RETIRED:
            codes[alias] = targets[0]
    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    lines = ["id\t" + "\t".join(LANGUAGES)]
    for code, alpha2 in sorted(codes.items()):
        if all(alpha2 in names[language] for language in LANGUAGES):
            lines.append(code + "\t" + "\t".join(names[language][alpha2] for language in LANGUAGES))
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the table; the exit code."""
    made = table()
    if "--check" in sys.argv[1:]:
        same = TABLE.read_text(encoding="utf-8") == made
        print("same" if same else f"{TABLE} differs from CLDR: run python quality/states.py")
        return 0 if same else 1
    TABLE.write_text(made, encoding="utf-8", newline="\n")
    print(f"{len(made.splitlines()) - 1} territories in {TABLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
