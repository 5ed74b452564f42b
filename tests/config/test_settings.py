"""The clerk's small files: what they may say, and how they answer when they say something else."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import lay_list
from minsheng_cli.config.read import read_plans, read_settings, read_waivers
from minsheng_cli.config.sample import sample
from minsheng_cli.config.settings import Settings
from minsheng_cli.errors import SetupError
from minsheng_cli.model import Month, Rulebook, YearNames
from minsheng_cli.model.rules import Thresholds
from minsheng_cli.workspace import Workspace, packaged

YEAR = YearNames(
    2025, Month(2025, 3), Month(2025, 12), frozenset({"区教委"}), frozenset({"S05"}), frozenset({"S05-1", "S05-2"})
)


def read(text: str) -> Settings:
    return read_settings("minsheng.yaml", text.encode())


def test_an_empty_file_changes_nothing() -> None:
    assert read("") == Settings()
    assert read("sender:\nmail:\n  port:\n") == Settings()  # what was left empty has its default


def test_every_setting_arrives(tmp_path: Path) -> None:
    (lay_list(tmp_path) / "minsheng.yaml").write_text(
        "sender: {name: 示例甲, phone: 000-0000, email: a@example.invalid}\n"
        'timezone: "-03:30"\n'
        'severity: {target.altered: warning, contact.no-phone: "off"}\n'
        "thresholds: {jump_times: 2.5, long_text: 500}\n"
        'progress: {behind: 5, since: "03-15"}\n'
        'due: {before_rest_days: true, holidays: ["2025-10-01"], workdays: ["2025-09-28"]}\n'
        "assess: {on_time: 30}\n",
        encoding="utf-8",
    )
    settings = Workspace.at(tmp_path).settings
    sender = settings.sender
    assert (sender.name, sender.phone, sender.email) == ("示例甲", "000-0000", "a@example.invalid")
    assert settings.zone.utcoffset(None) == -timedelta(hours=3, minutes=30)
    rulebook = settings.rulebook
    assert rulebook.severities == {"target.altered": "warning", "contact.no-phone": "off"}
    assert rulebook.thresholds == Thresholds(jump_times=Decimal("2.5"), long_text=500)  # not named: the default stands
    assert (settings.pace.behind, settings.pace.since) == (Decimal(5), (3, 15))
    assert settings.rest_days is not None
    assert settings.rest_days.holds(date(2025, 10, 1))
    assert not settings.rest_days.holds(date(2025, 9, 28))
    assert settings.assess.given == {"on_time": Decimal(30)}


def test_the_shipped_sample_is_written_from_the_declarations_and_says_the_defaults() -> None:
    shipped = (packaged() / "data" / "minsheng.yaml").read_text(encoding="utf-8")
    assert shipped == sample(), "regenerate: python -m minsheng_cli.config.sample > data/minsheng.yaml"
    assert read(shipped) == Settings()
    assert read(shipped).rulebook == Rulebook()


def test_mail_servers_have_their_usual_ports() -> None:
    text = (
        "mail: {host: a.invalid, security: starttls, user: shili@example.invalid,"
        " imap: {host: b.invalid, folder: 民生}}"
    )
    mail = read(text).servers
    assert (str(mail.smtp), str(mail.imap)) == ("a.invalid:587", "b.invalid:993")
    assert (mail.sender, mail.folder) == ("shili@example.invalid", "民生")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sendr: {}", "第1行 sendr：没有这一项，您是指“sender”吗？"),
        ("thresholds:\n  jump_time: 3", "第2行 thresholds.jump_time：没有这一项，您是指“jump_times”吗？"),
        (
            "severity: {target.altered: fatal}",
            "第1行 severity.target.altered：“fatal”不对，只能写 error、warning、info 或 off",
        ),
        ("severity: {target.alterd: error}", "第1行 severity.target.alterd：没有“target.alterd”这条规则"),
        ("\ntimezone: 北京", "第2行 timezone：“北京”不是时区，应写成 +08:00 的样子"),
        ('timezone: "+25:00"', "不是时区"),
        ('progress:\n  since: "13-01"', "第2行 progress.since：“13-01”不是月日，应写成 01-15 的样子"),
        ('progress: {since: "02-30"}', "不是月日"),
        ("progress: {behind: 30, far_behind: 20}", "progress.behind：behind（滞后）应小于 far_behind（严重滞后）"),
        ("progress: {about: 51}", "progress.about：“51”不对，应为 0 到 50 之间的数"),
        ("thresholds: {jump_times: 0}", "thresholds.jump_times：“0”不对，应为大于 0 的数"),
        ("thresholds: {jump_times: 多}", "thresholds.jump_times：“多”不对，应为大于 0 的数"),
        ("thresholds: {jump_times: [1]}", "thresholds.jump_times"),
        ("due: {holidays: [国庆]}", "due.holidays：“国庆”不是日期，应写成 2025-03-19 的样子"),
        ("due: {before_rest_days: 是}", "due.before_rest_days：“是”只能写 true 或 false"),
        ("assess: {on_time: -1}", "assess.on_time：“-1”不对"),
        ("- a list", "第1行 文件：这里应是若干行“名称: 内容”"),
        ("sender: 甲", "第1行 sender：这里应是若干行“名称: 内容”"),
        ("sender: {name: a, name: b}", "第1行：“name”写了两次"),
        ("sender: [", "minsheng.yaml 第1行"),
        ("mail: {security: tls}", "mail.security：“tls”不对，只能写 ssl、starttls 或 none"),
        ("mail: {port: 0}", "mail.port：“0”应是 1 到 65535 之间的整数，不写就用常用的端口"),
        ("mail: {imap: {port: x}}", "mail.imap.port：“x”应是 1 到 65535 之间的整数"),
        ("mail: {sender: 区教委}", "mail.sender：“区教委”应为邮箱地址"),
        ("mail:\n  password: x", "第2行 mail.password：密码不能写进文件，请删除这一行"),
    ],
)
def test_a_bad_setting_is_told_with_line_field_and_its_own_remedy(text: str, told: str) -> None:
    with pytest.raises(SetupError) as caught:
        read(text)
    message = str(caught.value)
    assert told in message
    assert "minsheng.yaml" in message
    assert "validation error" not in message


def test_all_faults_of_a_file_are_told_at_once() -> None:
    with pytest.raises(SetupError) as caught:
        read("timezone: 北京\nthresholds:\n  jump_times: 0\n")
    assert [line.split(" ")[1] for line in str(caught.value).split("\n")[1:]] == ["第1行", "第3行"]


# ---------------------------------------------------------------- waivers and plans belong to a year

WAIVER = "waivers:\n  - {{rule: {rule}, unit: {unit}, project: {project}, reason: 示例, until: {until}}}\n"


def waiver(rule: str = "investment.fell", unit: str = "区教委", project: str = "S05", until: str = "2025-06") -> bytes:
    return WAIVER.format(rule=rule, unit=unit, project=project, until=until).encode()


def test_a_waiver_of_another_year_is_ignored_and_named() -> None:
    assert len(read_waivers("w.yaml", waiver(), YEAR).own) == 1
    other = read_waivers("w.yaml", waiver(unit="区没有局", until="2026-06"), YEAR)
    assert (other.own, other.other_years) == ((), ("investment.fell（区没有局，至2026-06）",))
    said = waiver(until="2026-01").replace(b"reason", b"year: 2025, reason")
    assert len(read_waivers("w.yaml", said, YEAR).own) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (waiver(unit="区教萎"), "w.yaml 第2行 waivers[第1项].unit：清单里没有“区教萎”这个单位"),
        (waiver(project="S06"), "waivers[第1项].project：清单里没有编号为“S06”的项目，您是指“S05”吗？"),
        (waiver(rule="file.month-wrong"), "waivers[第1项].rule：“file.month-wrong”不是可以豁免的规则"),
        (waiver(until="六月"), "waivers[第1项].until：“六月”不是月份，应写成 2025-06 的样子"),
        (b"waivers:\n  - {rule: investment.fell, reason: x, until: 2025-06}\n", "不能对所有单位豁免"),
        (b"waiver: []\n", "第1行 waiver：没有这一项，这个文件只写 waivers"),
    ],
)
def test_a_bad_waiver_is_told_with_line_and_field(data: bytes, told: str) -> None:
    with pytest.raises(SetupError) as caught:
        read_waivers("w.yaml", data, YEAR)
    assert told in str(caught.value)


def test_a_plan_is_of_the_years_its_months_are_of() -> None:
    data = b'plans:\n  S05-1: {"2025-06": 10, "2026-06": 20}\n  S99-1: {"2026-06": 3}\n'
    plans = read_plans("p.yaml", data, YEAR)
    assert plans.own == {"S05-1": {"2025-06": Decimal(10)}}
    assert plans.other_years == ("S05-1（2026年）", "S99-1（2026年）")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('plans:\n  S05-3: {"2025-06": 10}', "p.yaml 第2行 plans.S05-3：清单里没有编号为“S05-3”的指标，请核对"),
        ('plans:\n  S05-1: {"六月": 10}', "第2行 plans.S05-1.六月：“六月”不是月份"),
        ('plans:\n  S05-1: {"2025-06": 多}', "plans.S05-1.2025-06：“多”不是数字"),
        ("plans:\n  S05-1: 10", "plans.S05-1：这里应写成"),
        ("plans: []", "plans：这里应是若干行"),
    ],
)
def test_a_bad_plan_is_told_with_line_and_field(text: str, told: str) -> None:
    with pytest.raises(SetupError) as caught:
        read_plans("p.yaml", text.encode(), YEAR)
    assert told in str(caught.value)


def test_what_a_sealed_month_was_judged_by_is_not_judged_again() -> None:
    assert len(read_waivers("w.yaml", waiver(unit="区教萎"), YEAR, sealed=True).own) == 1
    assert read_plans("p.yaml", b'plans: {S99-1: {"2025-06": 10}}', YEAR, sealed=True).own
