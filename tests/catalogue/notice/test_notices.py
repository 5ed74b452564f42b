"""Lists of other offices: every name, target and unit right in every format; numbers told apart as proposals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import notices
from minsheng_cli.catalogue.notice.deadline import read_deadline
from minsheng_cli.catalogue.notice.indicators import offers
from minsheng_cli.catalogue.notice.reading import read
from minsheng_cli.catalogue.notice.units import read_units
from minsheng_cli.readers.pages import open_page
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from conftest import Minsheng
    from minsheng_cli.catalogue.notice.indicators import Offer
    from minsheng_cli.catalogue.notice.reading import Notice

SHIPPED = yaml.load((packaged() / CATALOGUE_FILE).read_bytes(), yaml.CSafeLoader)


def notice(data: bytes) -> Notice:
    page = open_page(data)
    found = read(page.cells, page.merges, page.bands)
    assert found is not None
    return found


@pytest.mark.parametrize("form", notices.FORMATS)
@pytest.mark.parametrize("kind", notices.KINDS)
def test_names_units_and_targets_are_right(kind: str, form: str) -> None:
    made = notices.KINDS[kind]
    found = notice(notices.FORMATS[form](made))
    assert [(row.name, row.lead_units) for row in found.rows] == [(name, units) for name, units, _ in made.right]
    for row, (_, _, words) in zip(found.rows, made.right, strict=True):
        assert words in row.target.replace("\n", "") or words in row.target


def test_what_the_letter_says() -> None:
    head = notice(notices.as_docx(notices.ONE_UNIT_COLUMN)).head
    assert (head.number, head.year, head.date) == ("示经办发〔2026〕1号", "2026", "2026-01-29")
    assert head.title == "关于印发示例经开区2026年重点民生实事工作目标任务的通知"
    assert head.issuer == "示例经开区管委会办公室"
    assert head.district == "示例经开区"


def test_columns_of_the_lists_own() -> None:
    found = notice(notices.as_docx(notices.WRAPPED_UNITS))
    assert found.extra == ("总投资（万元）",)
    assert [row.extra["总投资（万元）"] for row in found.rows] == ["48414", "4950", "无", "1,200"]
    assert notice(notices.as_docx(notices.SUB_ROWS)).rows[2].extra == {"区政府分管领导": "示例乙"}


def test_totals_notes_and_sections_are_no_projects() -> None:
    told = "\n".join(notice(notices.as_docx(notices.SUB_ROWS)).unread)
    assert "表1第7行是合计行，未读入" in told
    told = "\n".join(notice(notices.as_docx(notices.TWO_LEVELS)).unread)
    assert "表1第6行是表下的说明，未读入" in told
    assert "“县市监局”记入责任单位" in told
    sections = notice(notices.as_docx(notices.SECTION_ROWS)).sections
    assert [s.title for s in sections] == ["一、市级项目（共1项）", "二、区级项目"]
    assert [s.title for s in notice(notices.as_docx(notices.TWO_LEVELS)).sections] == ["教育", "养老"]


@pytest.mark.parametrize("form", notices.FORMATS)
def test_a_cell_merged_over_several_projects_counts_for_each(form: str) -> None:
    made = notices.Made(
        ("示例区2026年民生实事项目表",),
        (
            ("序号", "项目名称", "目标任务", "牵头单位", "完成时限"),
            ("1", "甲", "建1个", "区教委", "2026年6月"),
            ("2", "乙", "建2个", "", ""),
        ),
        ((2, 4, 3, 4), (2, 5, 3, 5)),
    )
    found = notice(notices.FORMATS[form](made))
    assert [(r.name, r.lead_units, r.deadline) for r in found.rows] == [
        ("甲", ("区教委",), "2026.06"), ("乙", ("区教委",), "2026.06"),
    ]  # fmt: skip
    assert any("“牵头单位”与" in sentence and "合并单元格" in sentence for sentence in found.unread)


def test_titles_of_several_tables_are_sections() -> None:
    def one(title: str, name: str) -> notices.Made:
        return notices.Made((title,), (("序号", "项目名称", "牵头单位", "目标任务"), ("1", name, "区教委", "建1个")))

    both = one("示例区2026年市级民生实事项目表", "甲"), one("示例区2026年区级民生实事项目表", "乙")
    for form in ("docx", "xlsx", "html"):
        found = notice(notices.FORMATS[form](*both))
        assert [s.title for s in found.sections] == [one.before[0] for one in both]


def test_a_table_that_goes_on_without_its_heading() -> None:
    head = notices.Made(
        ("示例区2026年民生实事项目表",), (("序号", "项目名称", "牵头单位", "目标任务"), ("1", "甲", "区教委", "建1个"))
    )
    page2 = notices.Made(("续表",), (("2", "乙", "区民政局", "建2个"), ("3", "丙", "区残联", "建3个")))
    found = notice(notices.as_docx(head, page2))
    assert [(r.name, r.lead_units) for r in found.rows] == [
        ("甲", ("区教委",)), ("乙", ("区民政局",)), ("丙", ("区残联",)),
    ]  # fmt: skip


def test_the_text_form() -> None:
    text = (
        "示例市2026年民生实事任务清单",
        "一、教育领域",
        "（一）新建幼儿园。新建公办幼儿园5所，新增学位1800个。（牵头单位：市教育局；责任单位：各区县；完成时限：2026年10月底前）",
        "（二）校园食堂提升",
        "1.改造食堂30个。",
        "2.开展培训20场。",
        "牵头单位：市市场监管局、市教育局",
        "完成时限：全年",
        "二、养老领域",
        "1.建设社区食堂。建成社区食堂12个。（责任单位：市民政局）",
        "2.适老化改造300户。（责任单位：市残联和市民政局）",
    )
    found = notice(notices.as_text(text))
    assert [(s.title, [r.name for r in s.rows]) for s in found.sections] == [
        ("一、教育领域", ["新建幼儿园", "校园食堂提升"]), ("二、养老领域", ["建设社区食堂", "适老化改造300户"]),
    ]  # fmt: skip
    assert (found.head.year, found.head.district) == ("2026", "示例市")
    first, second, third, last = found.rows
    assert first.lead_units == ("市教育局",)
    assert first.responsible == "各区县"
    assert first.deadline == "2026.10"
    assert first.target == "新建公办幼儿园5所，新增学位1800个。"
    assert second.lead_units == ("市市场监管局", "市教育局")
    assert "改造食堂30个" in second.target
    assert "开展培训20场" in second.target
    assert third.target == "建成社区食堂12个。"
    assert last.lead_units == ("市残联", "市民政局")


@pytest.mark.parametrize(
    ("words", "month", "sure"),
    [
        ("2026.12", "2026.12", True), ("2026.9", "2026.09", True), ("2026-10", "2026.10", True),
        ("2026年12月底前", "2026.12", True), ("2026年12月31日前", "2026.12", True), ("6月30日前", "2026.06", True),
        ("9月底", "2026.09", True), ("十一月", "2026.11", True), ("第三季度", "2026.09", True),
        ("四季度末", "2026.12", True), ("上半年", "2026.06", True), ("2027年6月", "2027.06", True),
        ("2026年3月—2026年11月", "2026.11", True), ("2026年3-8月", "2026.08", True), ("年底前", "2026.12", True),
        ("全年", "2026.12", False), ("持续推进", "2026.12", False), ("", "2026.12", False), ("按计划", "2026.12", False),
    ],
)  # fmt: skip
def test_deadlines_in_any_wording(words: str, month: str, sure: bool) -> None:  # noqa: FBT001 - a table
    found = read_deadline(words, "2026")
    assert (found.month, found.sure) == (month, sure)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("区住房城乡建委\n区城管局", "区住房城乡建委 区城管局"),
        ("区住建局和区国资办", "区住建局 区国资办"),
        ("区住房和城乡建设局", "区住房和城乡建设局"),
        ("区文化和旅游局、区教育局", "区文化和旅游局 区教育局"),
        ("牵头单位：区教委；配合单位：区财政局", "区教委"),
        ("区 教 委", "区教委"),
        ("省民政厅、省教育厅、团省委", "省民政厅 省教育厅 团省委"),
        ("高新园（邹区镇）", "高新园（邹区镇）"),
        ("区发展和\n改革委", "区发展和改革委"),
        ("经开区\n高新区\n各街道", "经开区 高新区 各街道"),
    ],
)
def test_units_of_a_cell(cell: str, units: str) -> None:
    assert read_units(cell).lead == units.split()


# ---------------------------------------------------------------- numbers

Q, S, C, O = "quantified", "part", "background", "ongoing"  # noqa: E741 - as the reading of the targets calls them
NUMBERS: dict[str, list[tuple[str, str, str, str]]] = {
    "全区100米以上高层建筑接入率达到100%，所有高层建筑接入率达80%以上。": [(Q, "100", "%", "达到"), (Q, "80", "%", "以上")],
    "实施学校项目12个，计划竣工3个，其中幼儿园7个、小学4个、初中1个；增加学位5000个，其中幼儿园420个，中小学4580个。": [
        (Q, "12", "个", ""), (Q, "3", "个", ""), (S, "7", "个", ""), (S, "4", "个", ""), (S, "1", "个", ""),
        (Q, "5000", "个", ""), (S, "420", "个", ""), (S, "4580", "个", ""),
    ],
    "城镇新增就业15000人，登记失业率控制在3%以内；支持创业2000人；补贴培训10000人次。": [
        (Q, "15000", "人", ""), (Q, "3", "%", "以内"), (Q, "2000", "人", ""), (Q, "10000", "人次", ""),
    ],
    "为全区23000名老年人提供居家上门服务。提升改造8家中心（站）。对300户困难老人家庭进行适老化改造。为1000人提供租赁服务。": [
        (Q, "23000", "名", ""), (Q, "8", "家", ""), (Q, "300", "户", ""), (Q, "1000", "人", ""),
    ],
    "一季度开工，宏图路年内完成工程量的50%，二标段完成工程量的30%。6月开工，7月底具备挡水条件。": [
        (Q, "50", "%", ""), (Q, "30", "%", ""),
    ],
    "2月开工，年内完成主体结构8层以上。": [(Q, "8", "层", "以上")],
    "对10类重点群体新发放创业贷款不低于80亿元，支持不低于4万人创业。": [
        (C, "10", "类", ""), (Q, "80", "亿元", "不低于"), (Q, "4", "万人", "不低于"),
    ],
    "养老保险参保人数达970万人，参保率稳定在95%以上；服务覆盖青少年不少于100万人次。": [
        (Q, "970", "万人", "达"), (Q, "95", "%", "以上"), (Q, "100", "万人次", "不少于"),
    ],
    "引进3600名人才，其中教师1550名、医师1000名、工程师650名、科技人才100名、技师300名。": [
        (Q, "3600", "名", ""), (S, "1550", "名", ""), (S, "1000", "名", ""), (S, "650", "名", ""), (S, "100", "名", ""),
        (S, "300", "名", ""),
    ],
    "新改建农村公路100公里；实施安防工程不少于60公里": [(Q, "100", "公里", ""), (Q, "60", "公里", "不少于")],
    "总投资2300万元，新建水厂2座，惠及群众1.5万人，远期规划5座。": [
        (C, "2300", "万元", ""), (Q, "2", "座", ""), (C, "1.5", "万人", ""), (C, "5", "座", ""),
    ],
    "推进大庙弄核心区改造等道路整治5条。到2030年建成20条，新增１，２００个车位。": [
        (O, "5", "条", ""), (C, "20", "条", ""), (Q, "1200", "个", ""),
    ],
}  # fmt: skip


def test_numbers_of_other_lists_are_told_apart() -> None:
    right = total = 0
    for text, wanted in NUMBERS.items():
        found = [o for o in offers(text, "2026") if o.target is not None]
        got = [(o.kind, str(o.target), o.unit, o.qualifier) for o in found]
        total += len(wanted)
        right += sum(one == other for one, other in zip(got, wanted, strict=False)) if len(got) == len(wanted) else 0
    assert right / total >= 0.95, (right, total)


def test_parts_belong_to_the_total_they_add_up_to() -> None:
    (text,) = (t for t in NUMBERS if "计划竣工" in t)
    found = offers(text, "2026")
    assert [o.part_of for o in found] == [None, None, 0, 0, 0, None, 5, 5]
    further = offers("新建学校12个，储备项目30个，其中幼儿园7个、小学5个。", "2026")
    assert [o.part_of for o in further] == [None, None, 0, 0]


def test_the_shipped_lists_numbers_are_read_as_it_reads_them() -> None:
    """The list of 2025 was read by people: the proposals agree with them on at least 95 of 100 numbers."""
    right = total = 0
    wrong = []
    for project in SHIPPED["projects"]:
        found = [o for o in offers(project["target"], "2025") if o.target is not None]
        for indicator in project["indicators"] or ():
            if "target" not in indicator:
                continue
            total += 1
            fits = [o for o in found if _same(o, indicator)]
            right += bool(fits)
            if fits:
                found.remove(fits[0])
            else:
                wrong.append(indicator["id"])
        assert len(found) <= 1, project["id"]
    assert right / total >= 0.95, (right, total, wrong)


def _same(offer: Offer, indicator: dict[str, Any]) -> bool:
    """Whether a proposal is what people read; the qualifier may be left out where it only stands near the number."""
    got = (offer.kind, str(offer.target), re.sub("㎡", "平方米", offer.unit), offer.measure or "cumulative")
    unit = re.sub("㎡", "平方米", indicator["unit"])
    wanted = (indicator["kind"], str(indicator["target"]), unit, indicator.get("measure", "cumulative"))
    return got == wanted and offer.qualifier in (indicator.get("qualifier", ""), "", "累计", "共计")


def test_an_example_for_trying_out(outside: Minsheng) -> None:
    assert outside("init", "--example", "没有").code == 2
    assert outside("init", "--example", "武隆2024").code == 0
    assert outside("catalogue", "check").code == 0
    assert outside("generate", "2024-03").code == 0
    text = (outside.root / "data/contacts.yaml").read_text(encoding="utf-8")
    assert all("示例" in about["name"] for about in yaml.safe_load(text).values())
