"""Every change to lists, commitments and their ownership."""

from luoshi.web.commitments.actions.amendments import (
    Paper,
    amendment_approve,
    amendment_refuse,
    amendments_propose,
)
from luoshi.web.commitments.actions.division import parent_set, parts_save
from luoshi.web.commitments.actions.entries import (
    commitment_create,
    commitment_edit,
    commitment_list_in,
    commitment_promise,
    commitment_unlist,
    commitment_withdraw,
    item_edit,
    milestones_set,
)
from luoshi.web.commitments.actions.kinds import (
    list_type_create,
    list_type_restore,
    list_type_retire,
    list_type_revise,
    list_types_from_presets,
)
from luoshi.web.commitments.actions.listing import parts_list_in
from luoshi.web.commitments.actions.lists import (
    list_create,
    list_freeze,
    require_no_batch,
    require_open,
)
from luoshi.web.commitments.actions.ownership import (
    commitment_accept,
    commitment_dispatch,
    commitment_dispute,
    commitments_accept,
    dispute_decide,
)
from luoshi.web.commitments.actions.progress import commitment_advance
from luoshi.web.commitments.actions.revisions import Revision, commitments_revise
from luoshi.web.commitments.actions.saved import view_delete, view_rename, view_save
from luoshi.web.commitments.actions.signoff import commitment_sign_off, sign_off_step_take
from luoshi.web.commitments.actions.wall import WALL, wall_draw

__all__ = [
    "WALL",
    "Paper",
    "Revision",
    "amendment_approve",
    "amendment_refuse",
    "amendments_propose",
    "commitment_accept",
    "commitment_advance",
    "commitment_create",
    "commitment_dispatch",
    "commitment_dispute",
    "commitment_edit",
    "commitment_list_in",
    "commitment_promise",
    "commitment_sign_off",
    "commitment_unlist",
    "commitment_withdraw",
    "commitments_accept",
    "commitments_revise",
    "dispute_decide",
    "item_edit",
    "list_create",
    "list_freeze",
    "list_type_create",
    "list_type_restore",
    "list_type_retire",
    "list_type_revise",
    "list_types_from_presets",
    "milestones_set",
    "parent_set",
    "parts_list_in",
    "parts_save",
    "require_no_batch",
    "require_open",
    "sign_off_step_take",
    "view_delete",
    "view_rename",
    "view_save",
    "wall_draw",
]
