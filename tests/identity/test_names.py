"""Names as people write them: what is recognised, how surely, and above all what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minsheng_cli.identity.names import (
    ProjectMatch,
    closest,
    key,
    project_named,
    suggest_unit,
    unit_named,
    units_mentioned,
)
from minsheng_cli.identity.names.spelling import distance
from minsheng_cli.model import Alias, Catalogue, Unit


def test_a_key_forgets_width_case_spaces_and_punctuation() -> None:
    assert key(" 打造“１５分钟 高品质”\n生活服务圈。") == key('打造"15分钟高品质"生活服务圈')
    assert key("５Ｇ通讯") == "5g通讯"
    assert key("—／、 　") == ""


# ---------------------------------------------------------------- a cell that should be a unit's name


@pytest.mark.parametrize(
    ("text", "unit", "how"),
    [
        ("区教委", "区教委", "exact"),
        (" 区 教\n委 ", "区教委", "exact"),
        ("重庆市渝北区教育委员会", "区教委", "exact"),
        ("渝北区教育委员会", "区教委", "alias"),
        ("教委", "区教委", "alias"),
        ("渝北教委", "区教委", "alias"),
        ("渝北区教委", "区教委", "alias"),
        ("重庆市渝北区教委", "区教委", "alias"),
        ("区教育局", "区教委", "lookalike"),
        ("区住建委", "区住房城乡建委", "alias"),
        ("住建委", "区住房城乡建委", "alias"),
        ("渝北区住建委", "区住房城乡建委", "alias"),
        ("重庆市渝北区住房和城乡建设委员会", "区住房城乡建委", "exact"),
        ("区住房和城乡建设委", "区住房城乡建委", "alias"),
        ("区卫健委", "区卫生健康委", "alias"),
        ("发改委", "区发展改革委", "alias"),
        ("区发改委", "区发展改革委", "alias"),
        ("本委", "区发展改革委", "lookalike"),
        ("区人社局", "区人力社保局", "alias"),
        ("重庆市渝北区人力资源和社会保障局", "区人力社保局", "exact"),
        ("团渝北区委", "团区委", "alias"),
        ("共青团渝北区委", "团区委", "alias"),
        ("区交通局", "区交通运输委", "lookalike"),
        ("区文旅局", "区文化旅游委", "lookalike"),
        ("区文旅委", "区文化旅游委", "alias"),
        ("区体育局", "区体育中心", "lookalike"),
        ("体育中心", "区体育中心", "alias"),
        ("区生态局", "区生态环境局", "subsequence"),
        ("渝北区大数据应用管理局", "区大数据发展局", "subsequence"),
        ("区教委（盖章）", "区教委", "exact"),
        ("填报单位：区教委", "区教委", "exact"),
        ("牵头单位: 渝北区水利局 (公章)", "区水利局", "alias"),
        ("区教委（区教育委员会）", "区教委", "exact"),
    ],
)
def test_a_unit_is_recognised(text: str, unit: str, how: str, catalogue: Catalogue) -> None:
    assert [(m.unit_id, m.how) for m in unit_named(text, catalogue)] == [(unit, how)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "—",
        "区",
        "委",
        "局",
        "渝北区",
        "区委",
        "区政府",
        "区人大教科文卫委",
        "中共渝北区委",
        "市教委",
        "重庆市教委",
        "江北区教委",
        "重庆市水利局",
        "两江新区教委",
        "区公安局",
        "区财政局",
        "区司法局",
        "区农业农村委",
        "区科技局",
        "区经济信息委",
        "区规划自然资源局",
        "区市场监管局",
        "区应急局",
        "区红十字会",
        "区妇联",
        "区文联",
        "区总工会",
        "区融媒体中心",
        "区政府督查办",
        "区交巡警支队",
        "空港新城公司",
        "城市更新公司",
        "龙山街道",
        "龙溪街道",
        "龙塔街道",
        "双凤桥街道",
        "双凤养老服务中心",
        "区教萎",
        "区教委、区公安局",
        "水利",
        "人社",
        "区教委" * 100,
    ],
)
def test_an_absent_unit_is_not_bent_into_one_of_ours(text: str, catalogue: Catalogue) -> None:
    assert unit_named(text, catalogue) == ()


@pytest.mark.parametrize(
    "text",
    [
        "区住房城乡建委\n\n区城管局",
        "区住房城乡建委、城管局",
        "区住建委区城管局",
        "区住建委和区城管局",
        "区住建委 区城管局",
        "住建委/城管局",
    ],
)
def test_a_cell_that_names_two_units_is_ambiguous(text: str, catalogue: Catalogue) -> None:
    assert [m.unit_id for m in unit_named(text, catalogue)] == ["区住房城乡建委", "区城管局"]


def test_the_words_of_the_cell_are_kept(catalogue: Catalogue) -> None:
    assert unit_named(" 区交通局 ", catalogue)[0].text == "区交通局"


def test_an_abbreviation_of_two_units_is_none(catalogue: Catalogue) -> None:
    first, second = catalogue.units[:2]
    one = replace(first, full_name="重庆市渝北区住房和城乡建设局", aliases=())
    other = replace(second, full_name="重庆市渝北区住宅建造局", aliases=())
    alone = replace(catalogue, units=(one, *catalogue.units[1:]))
    assert [(m.unit_id, m.how) for m in unit_named("区住建局", alone)] == [(one.id, "subsequence")]
    assert unit_named("区住建局", replace(catalogue, units=(one, other, *catalogue.units[2:]))) == ()


def test_one_spelling_of_two_units_names_both(catalogue: Catalogue) -> None:
    first, second = (replace(u, aliases=(Alias("区综合局"),)) for u in catalogue.units[:2])
    both = replace(catalogue, units=(first, second))
    assert [m.unit_id for m in unit_named("渝北区综合局", both)] == [first.id, second.id]


def test_a_spelling_without_letters_means_nothing(catalogue: Catalogue) -> None:
    odd = replace(catalogue, units=(replace(catalogue.units[0], aliases=(Alias("—"), Alias(""))), *catalogue.units[1:]))
    for text in ("", "—", "区", "渝北区"):
        assert unit_named(text, odd) == units_mentioned(text, odd) == ()


def test_nothing_about_the_district_is_in_code(catalogue: Catalogue) -> None:
    unit = Unit("县教育局", "县教育局", "某某省某某市云山县教育局")
    other = replace(catalogue, district="云山县", units=(unit,))
    for text in ("县教育局", "云山县教育局", "某某市云山县教育局", "某某省某某市云山教育局", "教育局"):
        found = unit_named(text, other)
        assert [m.unit_id for m in found] == (["县教育局"] if text != "某某市云山县教育局" else [])
    assert unit_named("渝北区教育局", other) == ()


# ---------------------------------------------------------------- names inside longer text


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("附件2：渝北区2025年重点民生实事工作目标任务推进落实情况表（区水利局）(1)(2).xlsx", ["区水利局"]),
        ("附件2_区教委_2025年4月.xlsx", ["区教委"]),
        ("情况表区教委.xlsx", ["区教委"]),
        ("4月区卫健委民生实事", ["区卫生健康委"]),
        ("教委4月报表.xlsx", ["区教委"]),
        ("水利局2.xls", ["区水利局"]),
        ("残联 2025.4.xls", ["区残联"]),
        ("重庆市渝北区林业局关于报送4月进展的函.docx", ["区林业局"]),
        ("附件2（交通局）.xlsx", ["区交通运输委"]),
        ("渝北区住建委、城管局.xlsx", ["区住房城乡建委", "区城管局"]),
        ("区住房城乡建委区城管局.xls", ["区住房城乡建委", "区城管局"]),
        ("区教委/区民政局", ["区教委", "区民政局"]),
        ("ＱＪＷ（区教委）", ["区教委"]),
        ("市教委转区教委.xlsx", ["区教委"]),
        ("区城管局、区交通运输委、区交巡警支队、战新产业集团", ["区城管局", "区交通运输委"]),
    ],
)
def test_a_unit_is_found_in_a_file_name(text: str, units: list[str], catalogue: Catalogue) -> None:
    assert [m.unit_id for m in units_mentioned(text, catalogue)] == units


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4月-最终版-改.et",
        "新建 XLSX 工作表.xlsx",
        "区人大教科文卫委.xlsx",
        "双凤桥街道.xlsx",
        "龙塔街道办事处",
        "江北区教委4月.xlsx",
        "市教委关于印发",
        "重庆市水利局文件",
        "国家林业局",
        "街道残联",
        "各区教委",
        "片区体育中心",
        "社区体育中心",
        "关于区教育工作的报告",
        "社区教育学院",
        "区教委员会",
        "重庆市渝北区人民政府",
        "石船镇战旗村",
        "全区域卫生规划",
        "基本委托",
        "推进残联合体",
    ],
)
def test_other_words_hold_no_unit(text: str, catalogue: Catalogue) -> None:
    assert units_mentioned(text, catalogue) == ()


def test_the_words_are_those_of_the_original(catalogue: Catalogue) -> None:
    (match,) = units_mentioned("①２０２５－渝北区卫健委", catalogue)
    assert (match.unit_id, match.how, match.text) == ("区卫生健康委", "alias", "渝北区卫健委")


def test_each_unit_comes_once(catalogue: Catalogue) -> None:
    assert len(units_mentioned("区教委 › 区教委（区教育委员会）.xlsx", catalogue)) == 1


def test_no_target_text_holds_a_unit_by_accident(catalogue: Catalogue) -> None:
    for project in catalogue.projects:
        assert units_mentioned(project.target, catalogue) == (), project.id
        assert units_mentioned(project.name, catalogue) == (), project.id


def test_the_responsible_units_among_our_17_are_found(catalogue: Catalogue) -> None:
    found = {p.id: [m.unit_id for m in units_mentioned(p.responsible, catalogue)] for p in catalogue.projects}
    assert {k: v for k, v in found.items() if v} == {
        "S03": ["区交通运输委"],
        "S05": ["区民政局"],
        "S07": ["区城管局"],
        "S08": ["区城管局"],
        "S09": ["区教委", "区卫生健康委"],
        "S13": ["区教委"],
    }


# ---------------------------------------------------------------- suggestions


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("区教萎", "区教委"),
        ("区水立局", "区水利局"),
        ("区利水局", None),
        ("区林业菊", "区林业局"),
        ("区交通运输伟", "区交通运输委"),
        ("区环境局", "区生态环境局"),
        ("渝北区住房城乡健委", "区住房城乡建委"),
        ("区财政局", None),
        ("区公安局", None),
        ("区妇联", None),
        ("市教委", None),
        ("区教委、区民政局", None),
        ("双凤桥街道", None),
        ("", None),
        ("区" * 5000, None),
    ],
)
def test_a_slip_of_the_pen_is_suggested_and_another_body_is_not(
    text: str, meant: str | None, catalogue: Catalogue
) -> None:
    assert suggest_unit(text, catalogue) == meant


def test_two_equally_near_names_are_no_suggestion() -> None:
    assert closest("甲乙丁", {"甲乙丙": "1", "甲乙戊": "2"}) is None
    assert closest("甲乙丁", {"甲乙丙": "1", "甲乙戊": "1"}) == "1"


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("甲", "", 1),
        ("甲乙", "乙甲", 1),
        ("甲乙丙", "甲丙", 1),
        ("kitten", "sitting", 3),
        ("abcd", "dcba", 3),
    ],
)
def test_distance(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 9) == distance(other, one, 9) == steps
    for limit in range(5):
        assert distance(one, other, limit) == min(steps, limit + 1)


# ---------------------------------------------------------------- projects


def test_every_project_is_recognised_by_its_name_and_id(catalogue: Catalogue) -> None:
    for project in catalogue.projects:
        for text in (project.name, f" {project.name}\n", project.id, project.id.lower()):
            assert project_named(text, catalogue) == ProjectMatch(project.id, "exact", text.strip())
        for text in (
            f"{project.number}.{project.name}",
            f"{project.number}、{project.name}",
            f"（{project.number}）{project.name}",
            f"{project.id} {project.name}",
            f"{project.name}（{project.lead_units[0]}牵头）",
            f"“{project.name}”项目",
            f"项目名称：{project.name}",
        ):
            match = project_named(text, catalogue)
            assert match is not None, text
            assert match.project_id == project.id


def test_every_name_survives_one_slip(catalogue: Catalogue) -> None:
    """One character left out, doubled or replaced never leads to another project."""
    for project in catalogue.projects:
        name = project.name
        found = 0
        for at, char in enumerate(name):
            for text in (name[:at] + name[at + 1 :], name[:at] + char + name[at:], name[:at] + "某" + name[at + 1 :]):
                match = project_named(text, catalogue)
                assert match is None or match.project_id == project.id, (text, match)
                found += match is not None
        assert found >= 2.5 * len(name), name


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ('打造"15分钟高品质生活服务圈"', "S07"),
        ("打造15 分钟高品质生活服务圈", "S07"),
        ("打造15分钟生活服务圈", "S07"),
        ("改善学校、医院周边环境", "S09"),
        ("老旧小区改造", "S01"),
        ("5g基础设施建设工程", "P09"),
        ("9、5G通讯基础设施建设工程", "P09"),
        ("残疾人服务提生", "S06"),
        ("助残服务", "P07"),
        ("农村供水保障", "P03"),
        ("重点群体就业帮扶", "P08"),
    ],
)
def test_a_name_not_quite_as_printed(text: str, project: str, catalogue: Catalogue) -> None:
    match = project_named(text, catalogue)
    assert match is not None
    assert match.project_id == project


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "合计",
        "小计",
        "一、市分解到区的民生实事（共13项）",
        "残疾人服务行动",
        "助残服务提升",
        "残疾人服务提升、助残服务行动",
        "提升农村供水质量",
        "农村饮水保障工程",
        "关爱行动",
        "能力提升",
        "建设工程",
        "行动",
        "农村",
        "S05 残疾人服务提升",
        "P07残疾人服务提升",
        "S99",
        "本月残疾人服务提升工作按计划推进，已完成困难重度残疾人家庭无障碍改造任务一百户",
        "关爱青少年心理健康" * 30,
    ],
)
def test_two_candidates_or_none_is_no_answer(text: str, catalogue: Catalogue) -> None:
    assert project_named(text, catalogue) is None


def test_one_catalogue_does_not_answer_for_another(catalogue: Catalogue) -> None:
    other = replace(catalogue, projects=(replace(catalogue.projects[0], name="全新的项目"),))
    assert project_named("全新的项目", catalogue) is None
    assert project_named("全新的项目", other) is not None
    assert project_named(catalogue.projects[0].name, other) is None
