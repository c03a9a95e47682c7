"""What a web page or a print layout puts around a text: navigation, credits, markup."""

import re
from collections.abc import Iterator

from luoshi.core.text.spans import Span

# Each pattern must fill a whole line. Collected from pages of city governments and of
# newspapers that mirror them; traditional forms stand beside the simplified ones.
_WHOLE_LINE = (
    r"[?？|·•]+",
    r"(?:A[+＋]\s*A[-－—]?|A[-－]\s*A[+＋])",
    r"(?:字[号號体體]|字体大小|【?字体)[:： ]*[\[【(（]?\s*(?:[大中小]\s*){1,3}[\]】)）]?.{0,12}",
    r"(?:首[页頁]|当前位置|當前位置|您的位置|您现在的位置)\s*[:：>›».].{0,80}",
    r"(?:上一[篇页頁条條]|下一[篇页頁条條])\s*[:：].{0,80}",
    r"(?:上一[篇页頁]|下一[篇页頁]|返回|返回顶部|返回首页|[打列]印|[打列]印本页|关闭|关闭窗口|收藏|分享)",
    r"[\[【(（]?(?:打印|关闭|收藏|分享)(?:本页|窗口)?[\]】)）]?(?:\s*[\[【(（|]?(?:打印|关闭|收藏|分享)(?:本页|窗口)?[\]】)）]?)+",
    r"(?:分享到|分享至|扫一扫|扫码|微信扫一扫).{0,40}",
    r"(?:新[闻聞][热熱][点點]|相关[阅閱]读|相关新闻|相關新聞|相關閱讀|热门推荐|推荐阅读|精彩推荐|延伸阅读|相关链接|相關鏈接)[:：]?",
    r"[（(\[【]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核|(?:初|复|終|终|[一二三])(?:审|審))"
    r"\s*[:：].{0,60}",
    r"(?:浏览|阅读|点击)(?:次数|量|数)?\s*[:：]\s*\d*.{0,20}",
    r"(?:版权所有|版權所有|主办单位|承办单位|网站标识码|备案序?号|ICP备).{0,80}",
)
_LINE = re.compile(rf"^[^\S\n]*(?:{'|'.join(_WHOLE_LINE)})[^\S\n]*$", re.MULTILINE)
_MARKUP = re.compile(
    r"\*\*|^[^\S\n]{0,8}#{1,6}[^\S\n]+|</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>\n]{0,300})?/?>|&nbsp;",
    re.MULTILINE,
)


def furniture(raw: str) -> Iterator[Span]:
    """Lines of web furniture, without their line ends."""
    for line in _LINE.finditer(raw):
        text = line[0]
        yield Span(line.start() + len(text) - len(text.lstrip()), line.end(), "furniture")


def markup(raw: str) -> Iterator[Span]:
    """Marks of Markdown and HTML."""
    for mark in _MARKUP.finditer(raw):
        yield Span(mark.start(), mark.end(), "markup")
