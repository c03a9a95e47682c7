"""Making every sealed bid as long as the next, so that its size tells nothing."""

from luoshi.core.errors import Invalid

LENGTH_BYTES = 4
LARGEST = 2 ** (8 * LENGTH_BYTES) - 1


def pad(data: bytes, block: int) -> bytes:
    """``data`` behind its length, filled with zeros to the next multiple of ``block`` bytes."""
    whole = len(data).to_bytes(LENGTH_BYTES, "big") + data
    return whole + bytes(-len(whole) % block)


def unpad(padded: bytes) -> bytes:
    """What :func:`pad` was given. Raises Invalid ``bid-damaged`` for anything else."""
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    end = LENGTH_BYTES + length
    if len(padded) < end or any(padded[end:]):
        raise Invalid("bid-damaged")
    return padded[LENGTH_BYTES:end]
