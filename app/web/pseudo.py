"""A language made from English that is longer and read from the right, to find what does not fit."""

import re

from babel.support import NullTranslations

_KEEP = re.compile(r"(%\([a-z_]+\)[sd]|%%|<[^>]+>|&[a-z]+;)")
_ACCENTS = str.maketrans("aeioucnyAEIOUCNY", "áéíóúçñýÁÉÍÓÚÇÑÝ")


class PseudoTranslations(NullTranslations):
    """Every sentence a third longer and in accents; what is put into it stays as it is."""

    def gettext(self, message: str) -> str:
        """One sentence."""
        return lengthened(message)

    ugettext = gettext

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One sentence with a number."""
        return lengthened(msgid1 if n == 1 else msgid2)

    ungettext = ngettext


def lengthened(message: str) -> str:
    """'Save' becomes 'Sávé~': placeholders and markup are left alone."""
    pieces = _KEEP.split(message)
    words = "".join(p if _KEEP.fullmatch(p) else p.translate(_ACCENTS) for p in pieces)
    return words + "~" * max(1, len(message) // 3) if message.strip() else message
