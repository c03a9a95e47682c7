"""Who may do what in an arena: rows of the table of rights."""

from tests.web.places import ALL, JURISDICTION, Row, area

ARENA: dict[str, Row] = {
    "arena.can_keep_season": Row(area, {"supervisor": JURISDICTION}),
    "arena.can_keep_any_season": Row(None, {"supervisor": ALL}),
    "arena.can_choose_speakers": Row(
        area, dict.fromkeys(("supervisor", "principal"), JURISDICTION)
    ),
}
