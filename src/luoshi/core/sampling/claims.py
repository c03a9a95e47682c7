"""Which accounts make up one claim of being done."""

from collections.abc import Iterable, Iterator

from luoshi.core.sampling.finding import Finding

DENIED = (Finding.PARTLY, Finding.REFUTED)


def each_claim(steps: Iterable[tuple[bool, Finding | None]]) -> Iterator[Finding | None]:
    """The finding on each claim, in order; None where nobody looked.

    ``steps``: of one commitment, account by account, whether it claims to be done and what was
    found of it. A claim said again in the next rounds is one claim; what is denied or taken
    back ends it.
    """
    is_open, finding = False, None
    for claimed, found in steps:
        if is_open and not claimed:
            yield finding
            is_open, finding = False, None
        if claimed:
            is_open, finding = True, found or finding
            if finding in DENIED:
                yield finding
                is_open, finding = False, None
    if is_open:
        yield finding
