"""Wrong codes: an address that sends many is slowed down, and the operator sees how many came.

Right codes always work, for a whole hall may share one address. A limit is not what keeps codes
from being guessed (80 random bits do): it keeps the noise away. No address and no time is kept
beyond this process's memory.
"""

import threading
import time
from collections import OrderedDict

from luoshi.web.appraisal.wrongcodes import count_wrong_code

FREE = 20
"""Wrong codes of one address at once; then one more every ``SECONDS``."""
SECONDS = 3.0
MOST_ADDRESSES = 10_000

_lock = threading.Lock()
_used: OrderedDict[str, float] = OrderedDict()


def wrong_code(address: str) -> int:
    """Count one. Seconds for which the address should wait; 0 while it may go on."""
    now = time.monotonic()
    with _lock:
        count_wrong_code()
        full_at = max(_used.pop(address, now), now) + SECONDS
        wait = full_at - now - FREE * SECONDS
        _used[address] = full_at if wait <= 0 else now + FREE * SECONDS
        if len(_used) > MOST_ADDRESSES:
            _used.popitem(last=False)
    return max(0, int(wait + 0.999))
