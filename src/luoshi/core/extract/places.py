"""The place a document is about, as its title says it."""

import re

_OPENING = 200
_LINES = 3
_PLACE = re.compile(
    r"(?:^|年|中共|关于|印发|“)(?P<upper>[㐀-鿿]{2,5}?(?:市|州|省|盟))?(?P<place>[㐀-鿿]{2,6}?[市县区州省旗盟])"
    r"(?=人民政府|政府|人民代表|第|20\d\d年|“?十[二三四五]五|重点|民生|关于|委|工作|经济|[发改财住工教]|$)"
)
_NO_PLACE = re.compile(
    r"^(?:各|全|我|本|该|县|市|区|开发|园|城)|[的和与、]|(?:开发|园|新|社|地|小|城|景|矿)区$|城市$|都市$"
)


def places(folded: str) -> tuple[str, ...]:
    """The name in the title with and without the city above it (云川市东城区), the longer first.

    Empty where the first lines name none.
    """
    opening = [line.strip() for line in folded[:_OPENING].split("\n") if line.strip()][:_LINES]
    for line in opening:
        found = _PLACE.search(line)
        if found and not _NO_PLACE.search(found["place"]):
            whole = (found["upper"] or "") + found["place"]
            return (whole, found["place"]) if found["upper"] else (whole,)
    return ()
