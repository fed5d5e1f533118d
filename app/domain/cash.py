"""An amount as the notes and coins that it would be in the hand."""

NOTES_PENCE = (5_000, 2_000, 1_000, 500)
COINS_PENCE = (200, 100, 50, 20, 10, 5, 2, 1)


def in_the_hand(amount_pence: int) -> list[tuple[int, int]]:
    """Each kind of note and coin with how many of it, the largest first: the fewest that make the amount.

    Empty for nothing, and for less than nothing.
    """
    found, left = [], max(amount_pence, 0)
    for kind_pence in NOTES_PENCE + COINS_PENCE:
        number, left = divmod(left, kind_pence)
        if number:
            found.append((kind_pence, number))
    return found
