"""Kinds of lists on the screen: made from a preset, changed, exported, imported, retired."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.listtype import dump_list_type
from luoshi.web.commitments.kinds import kind_of, preset_kinds, read_kind
from luoshi.web.commitments.models import ListType
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import KIND, made_kind

URL = "/settings/list-types/"


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def sent_by(page: str) -> dict[str, object]:
    """What a browser would send of the form as it stands."""
    form = page.split('<form method="post" class="kind-form"', 1)[1].split("</form>", 1)[0]
    values: dict[str, object] = {}
    for tag in re.finditer(r"<input\b([^>]*)>", form):
        _input(values, tag[1])
    for name, body in re.findall(
        r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        values[name] = unescape(body)
    for name, body in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', body)
        values[name] = chosen[0] if chosen else re.findall(r'value="([^"]*)"', body)[0]
    return {name: value for name, value in values.items() if not name.startswith("preview-")}


def _input(values: dict[str, object], tag: str) -> None:
    found = re.search(r'name="([^"]+)"', tag)
    if found is None or found[1] == "csrfmiddlewaretoken":
        return
    value = unescape(known[1]) if (known := re.search(r'value="([^"]*)"', tag)) else "on"
    if "checkbox" not in tag:
        values[found[1]] = value
    elif "checked" in tag:
        many = values.setdefault(found[1], [])
        assert isinstance(many, list)
        many.append(value)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("key", list(preset_kinds()))
def test_a_preset_comes_out_of_the_form_as_it_went_in(city: City, desk: Client, key: str) -> None:
    values = sent_by(text(desk.get(f"{URL}new/?from={key}")))
    answer = desk.post(f"{URL}new/?from={key}", values | {"jurisdiction": city.unit.pk})
    row = ListType.objects.get()
    assert answer.headers["Location"] == f"{URL}{row.pk}/"
    assert kind_of(row) == preset_kinds()[key]


def test_a_kind_begun_from_nothing(city: City, desk: Client) -> None:
    page = desk.get(f"{URL}new/?from=blank")
    values = sent_by(text(page)) | {"jurisdiction": city.unit.pk}
    empty = desk.post(f"{URL}new/?from=blank", values)
    assert (empty.status_code, ListType.objects.count()) == (422, 0)
    assert "缺少必填项。" in text(empty)
    added = text(
        desk.post(f"{URL}new/?from=blank", values | {"do": "column-add", "zh": "积案清单"})
    )
    values = sent_by(added) | {"jurisdiction": city.unit.pk, "key": "backlog"}
    values |= {
        "column-0-zh": "化解方式",
        "column-0-type": "choice",
        "column-0-choices": "协商\ncourt: 诉讼 | Court",
    }
    desk.post(
        f"{URL}new/?from=blank",
        values | {"see": ["contact"], "light": "own", "yellow": "5", "red": ""},
    )
    kind = kind_of(ListType.objects.get())
    assert (kind.key, kind.zh, kind.readers, kind.light_key) == (
        "backlog", "积案清单", ("contact",), "own:p:5:-:0:-:-:-:y:r:-",
    )  # fmt: skip
    (column,) = kind.columns
    assert (column.key, column.zh) == ("c1", "化解方式")
    assert [(c.key, c.zh, c.en) for c in column.choices] == [
        ("o1", "协商", "协商"),
        ("court", "诉讼", "Court"),
    ]


def test_columns_move_up_and_down_and_go_without_script(city: City, desk: Client) -> None:
    row = made_kind(city)
    url = f"{URL}{row.pk}/edit/"
    values = sent_by(text(desk.get(url)))
    for do, order in (
        ("column-down-0", ["cost", "category", "note"]),
        ("column-up-2", ["category", "note", "cost"]),
        ("column-drop-1", ["category", "note"]),
        ("column-up-0", ["category", "cost", "note"]),
        ("column-down-2", ["category", "cost", "note"]),
        ("column-drop-9", ["category", "cost", "note"]),
    ):
        page = desk.post(url, values | {"do": do})
        assert page.status_code == 200
        sent = sent_by(text(page))
        count = int(str(sent["columns"]))
        assert [sent[f"column-{n}-key"] for n in range(count)] == order, do
    assert row.versions.count() == 1


def test_a_change_is_previewed_then_saved(city: City, desk: Client) -> None:
    row = made_kind(city)
    make_commitment(city, city.transport, within=make_list(city, list_type=row)).items.update(
        extra={"cost": "7"}
    )
    url = f"{URL}{row.pk}/edit/"
    dropped = sent_by(text(desk.post(url, sent_by(text(desk.get(url))) | {"do": "column-drop-1"})))
    preview = desk.post(url, dropped | {"do": "preview"})
    assert preview.status_code == 200
    for words in (
        "栏目 · 投资",
        "“投资”：栏目去掉，原值留存但不再显示（1 行）",
        "1 份未冻结的清单按新版显示",
        "仍然保存",
    ):
        assert words in text(preview), words
    refused = desk.post(url, dropped)
    assert (refused.status_code, row.versions.count()) == (422, 1)
    assert "这次修改影响到已有的行" in text(refused)
    saved = desk.post(url, sent_by(text(refused)) | {"note": "不再问投资"})
    assert saved.headers["Location"] == f"{URL}{row.pk}/"
    row.refresh_from_db()
    assert [column.key for column in kind_of(row).columns] == ["category", "note"]
    page = text(desk.get(f"{URL}{row.pk}/"))
    assert "第 2 版" in page
    assert "不再问投资" in page


def test_the_second_of_two_writers_keeps_what_was_typed(city: City, desk: Client) -> None:
    row = made_kind(city)
    url = f"{URL}{row.pk}/edit/"
    values = sent_by(text(desk.get(url)))
    desk.post(url, values | {"zh": "先存的名称"})
    late = desk.post(url, values | {"zh": "后存的名称"})
    assert late.status_code == 422
    assert "您修改期间已有第 2 版" in text(late)
    assert 'value="后存的名称"' in text(late)
    desk.post(url, sent_by(text(late)))
    row.refresh_from_db()
    assert (row.title, row.versions.count()) == ("后存的名称", 3)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"column-1-zh": ""}, "column-1-zh", "缺少必填项。"),
        ({"column-1-min": "x"}, "column-1-min", "类型不对"),
        ({"column-0-choices": ""}, "column-0-choices", "缺少必填项"),
        ({"column-0-choices": "weight: 权"}, "column-0-choices", "系统自用"),
        ({"light": "own", "yellow": "500"}, "yellow", "界限须在"),
        ({"light": "own", "late_yellow": "x"}, "late_yellow", "类型不对"),
        ({"state-verified-zh": "", "state-verified-en": "Only"}, "state-verified-zh", "缺少必填项"),
        ({"questions": "# a: 甲"}, "questions", "缺少必填项"),
        ({"zh": "长" * 61}, "zh", "文字为空、过长"),
    ],
)
def test_a_fault_stands_beside_its_field(
    city: City, desk: Client, values: dict[str, str], field: str, words: str
) -> None:
    row = made_kind(city)
    url = f"{URL}{row.pk}/edit/"
    answer = desk.post(url, sent_by(text(desk.get(url))) | values)
    assert (answer.status_code, row.versions.count()) == (422, 1)
    beside = re.search(rf'id="id_{field}_error">([^<]*)<', text(answer))
    assert beside
    assert words in beside[1]


def test_yaml_goes_out_and_comes_back(city: City, desk: Client) -> None:
    row = made_kind(city)
    answer = desk.get(f"{URL}{row.pk}/yaml/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tasks.yaml"'
    assert read_kind(text(answer)) == kind_of(row)
    changed = text(answer).replace("max: 20", "max: 30").encode()
    file = SimpleUploadedFile("tasks.yaml", changed)
    shown = desk.post(f"{URL}yaml/", {"file": file, "jurisdiction": city.unit.pk})
    assert shown.status_code == 200
    assert "说明 · 上限（文本为最多字数）" in text(shown)
    assert row.versions.count() == 1
    posted = {
        "text": changed.decode(),
        "jurisdiction": city.unit.pk,
        "read": "1",
        "seen": "",
        "confirm": "1",
    }
    desk.post(f"{URL}yaml/", posted)
    row.refresh_from_db()
    assert (row.versions.count(), kind_of(row).columns[2].high) == (2, 30)


def test_yaml_with_another_key_makes_another_kind(city: City, desk: Client) -> None:
    values = {"text": KIND, "jurisdiction": city.unit.pk}
    shown = desk.post(f"{URL}yaml/", values)
    assert "新的类型" in text(shown)
    assert ListType.objects.count() == 0
    desk.post(f"{URL}yaml/", values | {"confirm": "1"})
    assert kind_of(ListType.objects.get()) == read_kind(KIND)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "key: x\nzh: [\n"}, "不是一份完整的 YAML 文档"),
        ({"text": "key: x\nzh: 某\ncolour: red"}, "← 没有这一项：colour。"),
        ({"text": "key: x\nzh: &a 某\nen: *a"}, "← 不能使用锚点和别名"),
        ({"text": " "}, "请上传一个文件，或粘贴文字。"),
        ({"text": "x" * 64_001}, "64000"),
        ({"file": SimpleUploadedFile("a.yaml", "某".encode("utf-16"))}, "UTF-8"),
        ({"file": SimpleUploadedFile("a.yaml", b"x" * 256_001)}, "文件太大。"),
    ],
)
def test_yaml_that_is_refused(
    city: City, desk: Client, values: dict[str, object], words: str
) -> None:
    for field in values.values():
        if isinstance(field, SimpleUploadedFile):
            field.seek(0)
    answer = desk.post(f"{URL}yaml/", values | {"jurisdiction": city.unit.pk})
    assert (answer.status_code, ListType.objects.count()) == (422, 0)
    assert words in unescape(text(answer))


def test_a_kind_is_retired_and_restored(city: City, desk: Client) -> None:
    row = made_kind(city)
    desk.post(f"{URL}{row.pk}/retire/")
    assert "恢复使用" in text(desk.get(f"{URL}{row.pk}/"))
    assert "重点任务清单" not in text(desk.get("/lists/new/"))
    assert desk.post(f"{URL}{row.pk}/retire/").status_code == 409
    desk.post(f"{URL}{row.pk}/restore/")
    assert "重点任务清单" in text(desk.get("/lists/new/"))


def test_an_earlier_version_is_read_and_gone_back_to(city: City, desk: Client) -> None:
    row = made_kind(city)
    url = f"{URL}{row.pk}/edit/"
    desk.post(url, sent_by(text(desk.get(url))) | {"zh": "新名称"})
    page = text(desk.get(f"{URL}{row.pk}/?version=1"))
    assert "重点任务清单" in page
    assert "与现行版有 1 处不同" in page
    desk.post(url, sent_by(text(desk.get(f"{url}?from=1"))))
    row.refresh_from_db()
    assert (row.title, row.versions.count()) == ("重点任务清单", 3)
    assert desk.get(f"{URL}{row.pk}/?version=9").status_code == 404


@pytest.mark.parametrize("role", ["principal", "assessor", "contact", "unit_leader", "auditor"])
def test_for_others_there_is_no_such_page(city: City, sign_in: SignIn, role: str) -> None:
    row = made_kind(city)
    client = sign_in(city.person(role))
    pages = (
        "",
        "new/",
        "new/?from=blank",
        "yaml/",
        f"{row.pk}/",
        f"{row.pk}/edit/",
        f"{row.pk}/yaml/",
    )
    assert {client.get(f"{URL}{page}").status_code for page in pages} == {404}
    acts = ("retire/", "restore/", "edit/")
    assert {client.post(f"{URL}{row.pk}/{act}").status_code for act in acts} == {404}


def test_another_jurisdictions_kinds_are_not_found(
    city: City, other_city: City, desk: Client
) -> None:
    row = made_kind(other_city)
    assert desk.get(f"{URL}{row.pk}/").status_code == 404
    assert desk.get(f"{URL}yaml/?of={row.pk}").status_code == 404
    assert row.title not in text(desk.get(URL))
    other = desk.post(f"{URL}yaml/", {"text": KIND, "jurisdiction": other_city.unit.pk})
    assert other.status_code == 422


def test_an_administrator_keeps_kinds_and_finds_them(city: City, sign_in: SignIn) -> None:
    made_kind(city)
    client = sign_in(city.person("admin"))
    assert "1 种清单" in text(client.get("/settings/"))
    assert client.get(URL).status_code == 200


def test_pages_are_read_in_english(city: City, desk: Client) -> None:
    row = made_kind(city)
    desk.post("/language/", {"language": "en"})
    pages = ("", "new/", f"{row.pk}/", f"{row.pk}/edit/", "yaml/")
    for page in pages:
        body = text(desk.get(f"{URL}{page}"))
        assert "<h1" in body
    assert "Who may see" in text(desk.get(f"{URL}{row.pk}/"))


@pytest.mark.parametrize("kinds", [1, 3])
def test_queries(
    city: City, desk: Client, kinds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(kinds):
        row = made_kind(city, KIND.replace("key: tasks", f"key: k{number}"))
        make_list(city, list_type=row)
    desk.get(URL)
    with django_assert_num_queries(4):
        desk.get(URL)
    with django_assert_num_queries(5):
        desk.get(f"{URL}{row.pk}/")


def test_the_wrong_method(city: City, desk: Client) -> None:
    row = made_kind(city)
    assert desk.get(f"{URL}{row.pk}/retire/").status_code == 405
    assert desk.post(f"{URL}{row.pk}/yaml/").status_code == 405


def test_every_preset_is_a_yaml_that_can_be_brought_in(city: City, desk: Client) -> None:
    for key, kind in preset_kinds().items():
        values = {"text": dump_list_type(kind), "jurisdiction": city.unit.pk, "confirm": "1"}
        desk.post(f"{URL}yaml/", values)
        assert kind_of(ListType.objects.get(key=key)) == kind
