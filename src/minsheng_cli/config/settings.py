"""What ``minsheng.yaml`` may say: every setting declared once, with its default, its check and its help.

The shipped ``data/minsheng.yaml`` is written from this (``config.sample``), the file is read by it (``config.read``),
and ``Settings()`` is what holds where there is no file. Loading this module loads neither pydantic nor YAML.
"""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from minsheng_cli.model import LEVELS, Level
from minsheng_cli.model.catalogue import RestDays
from minsheng_cli.model.finding import Severity
from minsheng_cli.model.rules import Pace, Rulebook, Thresholds
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.scalars import (
    Address,
    Blank,
    Day,
    Help,
    Positive,
    Text,
    Trimmed,
    Value,
    YesNo,
    Zone,
    one_of,
    text,
    whole,
)

Security = Literal["ssl", "starttls", "none"]
SecurityWord = Annotated[Security, Value(one_of("ssl", "starttls", "none").read)]
Port = Annotated[int | None, whole(1, 65535, "，不写就用常用的端口")]


def _rule(value: object) -> str:
    from minsheng_cli.findings import KINDS  # noqa: PLC0415 - 2 ms, and only where the clerk has changed a rule

    code = text(value)
    if code not in KINDS:
        raise ValueError(f"没有“{code}”这条规则，请对照操作手册修改")
    return code


Rule = Annotated[str, Value(_rule)]
SeverityWord = Annotated[Severity | Literal["off"], one_of("error", "warning", "info", "off")]


@dataclass(frozen=True)
class Sender:
    """Who signs the drafts of mails."""

    name: Blank = ""
    phone: Blank = ""
    email: Address = ""


@dataclass(frozen=True)
class Imap:
    """The server mail is fetched from."""

    host: Annotated[Trimmed, Help("收信服务器（IMAP），例：imap.example.invalid；不填就不能取信")] = ""
    port: Annotated[Port, Help("不填就用常用的：ssl 993，其他 143")] = None
    security: SecurityWord = "ssl"
    folder: Annotated[
        Text,
        Help("取哪个文件夹的信：INBOX 是收件箱；可在邮箱里建一个专收报表的文件夹，写它的名称"),
    ] = "INBOX"
    sent: Annotated[Trimmed, Help("发出的信另存一份到邮箱的哪个文件夹，例：已发送；不填就不另存")] = ""


@dataclass(frozen=True)
class Mail:
    """The office's mail servers. The password is never part of it."""

    REFUSED: ClassVar = {
        "password": "密码不能写进文件，请删除这一行；运行时输入，或写 keyring: true 记在系统的密钥环里",
    }

    host: Annotated[Trimmed, Help("发信服务器（SMTP），例：smtp.example.invalid；不填就不能发信")] = ""
    port: Annotated[Port, Help("不填就用常用的：ssl 465，starttls 587，none 25")] = None
    security: Annotated[SecurityWord, Help("ssl、starttls 或 none（不加密，密码会明文传送，仅限单位内网）")] = "ssl"
    user: Annotated[Trimmed, Help("登录名，一般就是邮箱地址；服务器不要求登录的留空")] = ""
    sender: Annotated[Address, Help("发件地址，不填就用上面 sender 的 email，再不然用登录名")] = ""
    keyring: Annotated[
        YesNo, Help("true 为把输入的密码记在本机系统的密钥环里（Windows 的凭据管理器），不再每次询问")
    ] = False
    imap: Imap = field(default_factory=Imap)


SMTP_PORTS: dict[Security, int] = {"ssl": 465, "starttls": 587, "none": 25}
IMAP_PORTS: dict[Security, int] = {"ssl": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True)
class Server:
    """One server of the office's mail."""

    host: str
    port: int
    security: Security

    def __str__(self) -> str:
        """Return how a person calls it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class MailServers:
    """The servers as far as they are set, with the defaults filled in."""

    smtp: Server | None
    imap: Server | None
    user: str  # "" for a server that lets everybody in
    sender: str  # the address mail is sent from; "" when none is known
    folder: str
    sent: str = ""  # the folder a copy of what was sent is kept in; "" for none
    keyring: bool = False  # the password is kept in the system's keyring


@dataclass(frozen=True)
class RestDaySettings:
    """How the due day gives way to days nobody works."""

    before_rest_days: Annotated[YesNo, Help("true 为提前")] = False
    holidays: Annotated[
        list[Day],
        Help('放假的日子，例：["2025-10-01", "2025-10-02"]；周六、周日不必写'),
    ] = field(default_factory=list)
    workdays: Annotated[list[Day], Help('调休上班的周六、周日，例：["2025-09-28"]')] = field(default_factory=list)


@dataclass(frozen=True)
class Supervision:
    """How a project that stays behind is supervised."""

    levels: tuple[Level, ...] = LEVELS


PaperWord = Annotated[Literal["A3", "A4"], Value(one_of("A3", "A4").read)]


@dataclass(frozen=True)
class Outputs:
    """How the month's papers are printed, and what they name."""

    paper: Annotated[PaperWord, Help("汇总表用纸：A3 或 A4（均为横向）")] = "A3"
    public_phone: Annotated[Trimmed, Help("公开稿上的咨询电话，不填就不写")] = ""
    answer_days: Annotated[
        int, whole(1, 90), Help("通报要求滞后单位书面反馈：报送截止日后几天（本单位自定，非文件规定）")
    ] = 16
    late_days: Annotated[int, whole(1, 90), Help("通报要求补报：报送截止日后几天（本单位自定，非文件规定）")] = 5


@dataclass(frozen=True)
class Weights:
    """The weights of the year-end score; none is set: no score."""

    on_time: Positive | None = None
    first_pass: Positive | None = None
    completion: Positive | None = None

    @property
    def given(self) -> dict[str, Decimal]:
        """Return those that are set."""
        named = {"on_time": self.on_time, "first_pass": self.first_pass, "completion": self.completion}
        return {name: weight for name, weight in named.items() if weight is not None}


@dataclass(frozen=True)
class Settings:
    """The whole file."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    sender: Annotated[
        Sender,
        Help("邮件草稿和通报落款用的联系人（不写进公开稿）"),
    ] = field(default_factory=Sender)
    mail: Annotated[
        Mail,
        Help(
            "邮件服务器：用 minsheng send 发信、minsheng fetch 取信时才要填，照单位邮箱的说明填写。\n"
            "密码（许多邮箱叫“授权码”）不写在这里：运行时输入，或放在环境变量 MINSHENG_MAIL_PASSWORD 里。"
        ),
    ] = field(default_factory=Mail)
    timezone: Annotated[Zone, Help("判断是否按时报送用的时区（北京时间）")] = timezone(timedelta(hours=8))
    severity: Annotated[
        dict[Rule, SeverityWord],
        Help(
            "以下各项均为本单位自定，非文件规定。\n\n"
            "调整某条核对规则的轻重：error 需改正，warning 请核实，info 提示，off 不检查。\n"
            "规则名称见问题清单的“规则”一栏。例：\n"
            "  target.altered: warning"
        ),
    ] = field(default_factory=dict)
    thresholds: Annotated[Thresholds, Help("判断“变化过大”“疑似单位有误”的界限")] = field(default_factory=Thresholds)
    progress: Annotated[
        Pace,
        Help("时序进度：项目进度比应达进度落后多少个百分点算滞后（文件没有规定，以下均为本单位自定）"),
    ] = field(default_factory=Pace)
    due: Annotated[RestDaySettings, Help("报送截止日遇休息日时，是否提前到前一个工作日")] = field(
        default_factory=RestDaySettings
    )
    supervision: Annotated[
        Supervision,
        Help(
            "督办的级别，由轻到重：name 名称，months 连续滞后几个月起适用，days 几日内书面回复，copies 抄送。\n"
            "文件没有规定，均为本单位自定；写了 levels 就以所写的为准。"
        ),
    ] = field(default_factory=Supervision)
    outputs: Annotated[Outputs, Help("成果文件的用纸和公开稿的咨询电话")] = field(default_factory=Outputs)
    assess: Annotated[
        Weights,
        Help(
            "年终考核打分的权重。不写就不打分，只列依据。\n"
            "可写 on_time（按时报送率）、first_pass（一次通过率）、completion（项目完成率），例：\n"
            "  assess: {on_time: 30, first_pass: 20, completion: 50}"
        ),
    ] = field(default_factory=Weights)

    @property
    def zone(self) -> tzinfo:
        """The clock that decides whether a return is on time."""
        return self.timezone

    @property
    def pace(self) -> Pace:
        """What counts as behind."""
        return self.progress

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of supervision, mildest first."""
        return self.supervision.levels

    @property
    def servers(self) -> MailServers:
        """The office's mail servers."""
        mail, sender = self.mail, self.mail.sender or self.sender.email
        imap = mail.imap
        return MailServers(
            Server(mail.host, mail.port or SMTP_PORTS[mail.security], mail.security) if mail.host else None,
            Server(imap.host, imap.port or IMAP_PORTS[imap.security], imap.security) if imap.host else None,
            mail.user,
            sender or (mail.user if "@" in mail.user else ""),
            imap.folder,
            imap.sent,
            mail.keyring,
        )

    @property
    def rulebook(self) -> Rulebook:
        """The judging rules, without waivers: those hold for months."""
        return Rulebook(self.severity, self.thresholds)

    @property
    def rest_days(self) -> RestDays | None:
        """Return the days nobody works, when a due day on one of them is moved to the working day before."""
        found: RestDays | None = None
        if self.due.before_rest_days:
            found = RestDays(frozenset(self.due.holidays), frozenset(self.due.workdays))
        return found
