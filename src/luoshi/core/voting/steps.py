"""The life of an appraisal session, and of one item that is voted on in it."""

from luoshi.core.workflow import Workflow

SESSION = Workflow(
    "session",
    {
        "preparing": "筹备中",
        "frozen": "办法已定",
        "running": "进行中",
        "sealed": "已封存",
        "computed": "已计票",
        "released": "已公布",
        "accepted": "已验收",
        "cancelled": "已取消",
    },
    {
        "freeze": (("preparing",), "frozen"),
        "thaw": (("frozen",), "preparing"),
        "start": (("frozen",), "running"),
        "seal": (("running",), "sealed"),
        "compute": (("sealed",), "computed"),
        "release": (("computed",), "released"),
        "accept": (("released",), "accepted"),
        "cancel": (("preparing", "frozen", "running"), "cancelled"),
    },
)
"""``thaw`` is open until the first token is issued: who asks says so. Without a quorum a session
ends like any other, with the reason for having no result in place of one."""

ITEM = Workflow(
    "item",
    {"waiting": "未开始", "open": "投票中", "closed": "已截止"},
    {
        "open": (("waiting",), "open"),
        "close": (("open",), "closed"),
        "void": (("open", "closed"), "waiting"),
    },
)
"""``void`` empties the item's marks, with a recorded reason, and it may be opened again."""
