"""The reasons a definition is refused, as a person reads them."""

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "anchor": "不能使用锚点和别名（& 和 *）",
        "bound-unused": "这种栏目不能设上下限（文本只能设 max，即最多字数）",
        "bounds-crossed": "上限低于下限",
        "choices-unused": "只有选项类栏目可以列选项",
        "date-unusable": "日期须写成 2026-03-31",
        "duplicate-key": "名称重复",
        "field-missing": "缺少必填项",
        "field-unknown": "没有这一项",
        "key-reserved": "这个代号系统自用，请换一个",
        "key-unusable": "代号须以小写字母开头，只含小写字母、数字和 _，至多 40 个",
        "light-unknown": "没有这条亮灯规则",
        "not-yaml": "不是一份完整的 YAML 文档",
        "number-not-finite": "不是有限的数（无穷大，或不是数）",
        "number-out-of-range": "数字过大、过小或过长",
        "schema-unknown": "不认识的格式版本",
        "state-needed": "这个状态不能省去",
        "steps-without-sign-off": "不用“已销号”的清单不能设销号前的步骤",
        "tag": "不能使用 YAML 标签",
        "text-unusable": "文字为空、过长或含不可见字符",
        "threshold-range": "界限须在 0 到 100（比例为 0 到 1）之间，至多两位小数",
        "thresholds-crossed": "红灯的界限先于黄灯",
        "too-deep": "层级过深",
        "too-large": "文件过大",
        "too-many": "个数过多",
        "unit-unused": "只有数字类栏目可以有计量单位",
        "whole-number": "须为不超过上限的整数",
        "word-unknown": "只能是列出的词之一",
        "wrong-type": "类型不对",
    }
)
