import pytest

from tests.core.extract.sentences import only, planned


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("建成东湖文化中心。", "东湖文化中心"),
        ("开工建设高新产业园项目。", "高新产业园项目"),
        ("加快建设南环大桥、北站枢纽。", "南环大桥、北站枢纽"),
        ("实施东湖治理、南河改造等项目。", "东湖治理、南河改造等项目"),
        ("推进万方广场、港湾城等城市综合体建设。", "万方广场、港湾城等城市综合体"),
        ("力争甲乙快速铁路尽快开工。", "甲乙快速铁路"),
        ("在综合物流园筹建海关监管仓库。", "海关监管仓库"),
        ("完成云川中学迁建。", "云川中学迁建"),
        ("扎实做好准备，推进云川会展中心建设。", "云川会展中心"),
        ("力争云川隧道年内通车。", "云川隧道"),
    ],
)
def test_named_works(sentence: str, metric: str) -> None:
    candidate = only(sentence)
    assert (candidate.kind, candidate.metric) == ("project", metric)
    assert (candidate.comparator, candidate.value, candidate.unit) == ("by", None, None)


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("制定困难老人资助办法。", "困难老人资助办法"),
        ("积极申报和创建国家级开发区。", "国家级开发区"),
        ("完善“周调度、月通报”机制。", "“周调度、月通报”机制"),
        ("开展“敲门入户”行动。", "“敲门入户”行动"),
        ("依法取缔管网范围内自备井。", "管网范围内自备井"),
        ("编制东湖片区控制性规划。", "东湖片区控制性规划"),
        ("组建云川产业引导基金。", "云川产业引导基金"),
        ("推动云川全域旅游国家示范区创建。", "云川全域旅游国家示范区"),
        ("全面完成机构改革任务。", "机构改革任务"),
        ("积极争创省级文明城市。", "省级文明城市"),
        ("举办东湖国际马拉松。", "东湖国际马拉松"),
        ("明确时间表、路线图、责任人。", "时间表、路线图、责任人"),
        ("抓好中央督察反馈问题整改。", "中央督察反馈问题整改"),
        ("确保实现一季度“开门红”。", "一季度“开门红”"),
        ("市督查室要定期通报结果。", "定期通报结果"),
    ],
)
def test_tasks_whose_end_can_be_checked(sentence: str, metric: str) -> None:
    candidate = only(sentence)
    assert (candidate.kind, candidate.metric) == ("qualitative-task", metric)


@pytest.mark.parametrize(
    "sentence",
    [
        "弘扬实干精神。",
        "构建现代产业体系。",
        "提升服务水平。",
        "推进治理体系和治理能力现代化。",
        "加快农产品市场体系建设。",
        "各级各部门要认真学习会议精神。",
        "各地区要结合实际。",
        "实施重大项目。",
        "加快清洁能源基地建设。",
        "加快布局一批文旅、康养项目。",
        "完成好今年目标任务。",
        "实施能力提升工程。",
    ],
)
def test_attitudes_and_directions_are_no_tasks(sentence: str) -> None:
    assert planned(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("两年内完成管网错接整改任务。", "target"),
        ("6月底前南环大桥建成通车。", "project"),
        ("上半年启动资格复核。", "qualitative-task"),
        ("6月底前，市水利局印发管护方案。", "qualitative-task"),
        ("年内全部完成治理。", "target"),
    ],
)
def test_a_deadline_makes_a_task(sentence: str, kind: str) -> None:
    assert only(sentence).kind == kind


def test_a_date_alone_is_no_task() -> None:
    assert planned("10月底前，弘扬实干精神。") == ()


def test_a_heading_is_no_work() -> None:
    assert planned("（一）全面推进云川会展中心建设\n弘扬实干精神。") == ()


def test_the_title_of_a_paper_is_no_task() -> None:
    assert planned("云川市人民政府关于印发2024年四季度若干措施的通知") == ()


def test_a_named_rhythm_is_a_value_of_one() -> None:
    candidate = only("用好“每月一题”工作机制。")
    assert (candidate.kind, str(candidate.value), candidate.unit) == (
        "qualitative-task",
        "1",
        "题/月",
    )
    assert candidate.recurrence == "P1M"


def test_a_state_to_be_reached_counts_in_a_list_of_targets() -> None:
    found = planned("到2026年，社会化服务体系基本建立，绿化率达到40%。")
    assert [c.kind for c in found] == ["qualitative-task", "target"]
    assert planned("社会化服务体系基本建立。") == ()
