"""Initial passwords: made by chance, read aloud without confusion, shown once."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1."""

GROUPS = 4
GROUP_LETTERS = 4


def initial_password() -> str:
    """Four groups of four: 79 bits, beyond guessing."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)
