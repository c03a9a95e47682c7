"""Every change to visits and to what was raised on them."""

from luoshi.web.visits.actions.answers import answer_give, link_make, rating_give, rating_note
from luoshi.web.visits.actions.visits import raised_assign, raised_note, visit_create, visit_end

__all__ = [
    "answer_give",
    "link_make",
    "raised_assign",
    "raised_note",
    "rating_give",
    "rating_note",
    "visit_create",
    "visit_end",
]
