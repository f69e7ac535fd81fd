"""The forms that a nationality adjective or an inhabitant's name takes. Genitives are left to the gazetteer's suffixes."""

from __future__ import annotations

# Compounds of "man": stem as in the table -> definite singular, plural, definite plural endings replace it.
_MAN = {
    "sv": ("man", ("man", "mannen", "män", "männen")),
    "nb": ("mann", ("mann", "mannen", "menn", "mennene")),
    "nn": ("mann", ("mann", "mannen", "menn", "mennene")),
    "da": ("mand", ("mand", "manden", "mænd", "mændene")),
}


def adjective_forms(word: str, language: str) -> tuple[str, ...]:
    """All forms of a nationality adjective given in its base form (``rysk``, ``norsk``, ``Russian``)."""
    if language == "de" and word.endswith("isch"):
        return (word, *(word + ending for ending in ("e", "en", "er", "es", "em")))
    if language == "en" or not word.endswith("sk"):
        return (word,)
    if language == "sv":
        return (word, word + "t", word + "a", word + "e")
    return (word, word + "e")


def inhabitant_forms(word: str, language: str) -> tuple[str, ...]:
    """All forms of an inhabitant's name given in its base form.

    ``base:x`` gives an irregular plural: in Swedish ``ryss:ar`` the ending (``-er`` where nothing is said), in English
    the whole word (``Frenchman:Frenchmen``). Norwegian forms are of Bokmål and Nynorsk alike, whichever is asked for:
    papers of one quote speakers of the other.
    """
    base, _, plural = word.partition(":")
    if language == "en":
        return _english(base, plural)
    if language not in _MAN:
        return _german(base, plural) if language == "de" else tuple(dict.fromkeys((base, plural or base)))
    stem, endings = _MAN[language]
    if base.endswith(stem):
        return tuple(base.removesuffix(stem) + ending for ending in endings)
    if language == "sv":
        return _swedish(base, plural)
    if language == "da":
        return _danish(base)
    return _norwegian(base)


def _english(base: str, plural: str) -> tuple[str, ...]:
    if plural:
        return (base, plural)
    if base.endswith(("ese", "s", "sh", "ois")):
        return (base,)
    return (base, base + "s")


def _german(base: str, plural: str) -> tuple[str, ...]:
    """Either number in the nominative, the dative plural, and women; genitives are the gazetteer's."""
    many = plural or base
    dative = many if many.endswith(("n", "s")) else many + "n"
    woman = base.removesuffix("e") + "in"
    return tuple(dict.fromkeys((base, many, dative, woman, woman + "nen")))


def _swedish(base: str, plural: str) -> tuple[str, ...]:
    if base.endswith("are"):
        return (base, base + "n", base[:-1] + "na")
    if base.endswith("ier"):
        return (base, base + "n", base + "na")
    if base.endswith("bo"):
        return (base, base + "n", base + "r", base + "rna")
    if base.endswith("e"):
        return (base, base + "n", base[:-1] + "ar", base[:-1] + "arna")
    if base.endswith("er"):
        return (base, base + "n", base + "na")
    ending = plural or "er"
    return (base, base + "en", base + ending, base + ending + "na")


def _danish(base: str) -> tuple[str, ...]:
    if base.endswith("er"):
        return (base, base + "en", base + "e", base + "ne")
    if base.endswith("e"):
        return (base, base + "n", base + "r", base + "rne")
    if base.endswith("ing"):
        return (base, base + "en", base + "e", base + "er", base + "ene", base + "erne")
    double = base + base[-1] if base[-1] in "kt" and base[-2] in "aei" else base
    return (base, base + "en", base + "er", base + "erne", double + "en", double + "er", double + "erne")


def _norwegian(base: str) -> tuple[str, ...]:
    if base.endswith("er"):
        nynorsk = base[:-2] + "ar"
        return (base, base + "en", base + "e", base + "ne", nynorsk, nynorsk + "en", nynorsk + "ar", nynorsk + "ane")
    if base.endswith("ar"):  # listed in its Nynorsk form
        return (base, base + "en", base + "ar", base + "ane")
    if base.endswith("e"):
        return (base, base + "n", base + "r", base + "ne", base[:-1] + "ar", base[:-1] + "ane")
    return (base, base + "en", base + "er", base + "ene", base + "ar", base + "ane")
