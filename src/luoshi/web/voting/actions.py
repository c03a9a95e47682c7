"""One verb: cast. It leaves no entry in the record, for an entry has a time and an order."""

from dataclasses import dataclass

from luoshi.core.errors import Refused
from luoshi.core.voting import Kept, Submission
from luoshi.web.voting.queries import Holder, sheet_of


@dataclass(frozen=True, slots=True)
class Taken:
    """``void``: why the ballot would not count as it is, where one item is the whole of it."""

    kept: Kept
    void: str


def cast(*, holder: Holder, letters: str, given: Submission) -> Taken:
    """Take a ballot into the box: when this returns it is on disk.

    The token is the whole permission. Raises: Refused("token-replaced") and with the word for
    where the session stands; Invalid("mark-refused"); as :meth:`luoshi.web.box.Box.cast`.
    """
    if holder.replaced:
        raise Refused("token-replaced")
    box = holder.hall.its_box()
    sheet = sheet_of(holder.hall, box, given.item)
    void = sheet.check(holder.voter_class, given.marks)
    kept = box.cast(box.key(letters), holder.voter_class, given)
    return Taken(kept, void if sheet.whole else "")
