"""Codes to be read off paper: five groups of five signs, none of which looks like another.

25 signs out of 25 are 116 bits: nobody guesses one, so a plain hash is all that has to be kept of it.
"""

import hashlib
import hmac
import secrets
import unicodedata

from flask import current_app

SIGNS = "23456789CDFGHJKMNPQRTVWXY"
LENGTH, GROUP = 25, 5
_TAKEN_FOR = str.maketrans("BSUZ", "85V2")  # what they are read as


def fresh() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def signed(what: str) -> str:
    """The code that belongs to a thing of ours: the same each time it is asked for, and nowhere kept.

    Whoever reads the database cannot make it, because the service's own key is in it.
    """
    key = str(current_app.secret_key).encode()
    number = int.from_bytes(hmac.new(key, what.encode(), hashlib.sha256).digest())
    signs = []
    for _sign in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


def grouped(code: str) -> str:
    """As it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """The code that somebody typed, however they part it; None where it can be none."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_TAKEN_FOR)
    code = "".join(_latin(sign) for sign in plain if sign.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else None


def hash_of(code: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(code.encode()).hexdigest()


def _latin(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
