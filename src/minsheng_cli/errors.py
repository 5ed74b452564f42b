"""Everything that can end a command or a file, in one hierarchy.

A subclass is raised with facts as keyword arguments; its class-level ``text`` is the Chinese sentence
the clerk reads, formatted with those facts. A wrong *cell* is never an exception: it is a Finding.
"""

from __future__ import annotations

import re


class MinshengError(Exception):
    """The base of all expected failures; the command line prints it as one sentence."""

    exit_code = 2
    code = "refused"  # for other programs: what kind of failure it is
    text = "操作未能完成。"

    def __init__(self, message: str | None = None, **facts: object) -> None:
        self.facts = facts
        super().__init__(message if message is not None else self.text.format(**facts))

    @property
    def remedy(self) -> str:
        """What to do about it: the part of the sentence that begins with 请; "" when it asks for nothing."""
        return remedy_in(str(self))


def remedy_in(sentence: str) -> str:
    """Return the part of a sentence of ours that says what to do: it begins with 请 after a mark of punctuation."""
    match = re.search(r"(?:^|(?<=[，；。：（\n]))(?:确需[^，]*，|否则)?请.*", sentence, re.DOTALL)
    return match[0] if match else ""


class SetupError(MinshengError):
    """The workspace, its settings or the command line are not usable as they are."""

    code = "setup"


class NotAWorkspace(SetupError):
    """There is no workspace here."""

    code = "no-workspace"


class CatalogueError(SetupError):
    """The catalogue cannot be used; carries every fault found, each with file, line and field."""

    code = "catalogue"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("项目清单有误，请按下列提示修改后重试：\n" + "\n".join(faults))


class TemplateError(SetupError):
    """A template the clerk may edit is broken."""

    code = "template"
    text = "模板 {name} 第 {line} 行有误（{why}），请改正或删除该文件后重试（删除后使用自带模板）。"


class SubmissionError(MinshengError):
    """One returned file cannot be used; ``code`` names the finding that tells the clerk so."""

    code = "file.unreadable"
    text = "文件无法读取。"


class Unreadable(SubmissionError):
    """The bytes are not what they claim to be, or are damaged."""

    code = "file.unreadable"
    text = "文件已损坏或不是有效的表格（{why}）"


class Encrypted(SubmissionError):
    """The file asks for a password."""

    code = "file.encrypted"
    text = "文件设有打开密码"


class Unsupported(SubmissionError):
    """A format that is kept, but not read by machine."""

    code = "file.unsupported"
    text = "暂不能自动读取此类文件（{why}）"


class OtherFormat(Unsupported):
    """A table or text in a format that any office suite can save as one we read."""

    code = "file.other-format"


class Packed(Unsupported):
    """An archive of a kind we do not open."""

    code = "file.packed"


class InMailProgram(Unsupported):
    """A mail in a form that only the program which wrote it takes apart."""

    code = "file.in-mail-program"


class InCloud(Unsupported):
    """A mail whose files were left on a server, with only a link to them."""

    code = "file.in-cloud"


class NoReturn(SubmissionError):
    """What nobody sent as a return: a mail without a form, a bounce, a receipt, an automatic answer."""

    code = "mail.no-form"


class TooLarge(SubmissionError):
    """One of the reading limits was exceeded."""

    code = "file.too-large"
    text = "文件过大（{why}）"


class FormNotFound(SubmissionError):
    """No sheet holds the table of Attachment 2."""

    code = "file.form-not-found"
    text = "未找到报送表"


class FormElsewhere(SubmissionError):
    """The table is in the file, but in a place from which it cannot be read."""

    code = "file.form-elsewhere"
    text = "报送表在{place}"


class StoreError(MinshengError):
    """The archive cannot be read or written."""

    code = "store"
    exit_code = 3


class Locked(StoreError):
    """Another process is working on the same month."""

    code = "locked"
    text = "{who}正在处理 {month}，请等其完成后再试。"


class FileInUse(StoreError):
    """A file we must replace is held open by another program."""

    code = "file-in-use"
    text = "文件“{name}”正被其他程序（如 WPS、Excel）打开，请先关闭该文件，再运行一次本命令；已收到的材料均已保存。"


class MonthSealed(StoreError):
    """The month has been closed."""

    code = "month-sealed"
    text = "{month} 已封存，不能再改动；确需补收或更正的，请先运行 minsheng seal {month} --reopen 理由，办完后再封存。"


class MailError(MinshengError):
    """Mail could not be written, sent or fetched."""

    code = "mail"
    exit_code = 3


class LoginRefused(MailError):
    """A mail server does not take the user's name or password."""


class MailRefused(MailError):
    """One message is not taken; the others may be. The message is a clause without full stop."""


class MailLost(MailError):
    """The line broke with a message in hand: nobody here knows whether the server has taken it."""


def template_line(error: BaseException) -> int:
    """Return the template line an error came from (Jinja puts it into the traceback), or 1."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
