"""What is no return changes nothing: no unit's state, nothing it reported, not the official list of faults."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from hand import Form, filled

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

APRIL = "2025-04"
UNIT = "区水利局"
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def mail(subject: str, *attachments: tuple[str, bytes], kind: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "water@example.invalid"
    message["Subject"] = subject
    message["Date"] = "Tue, 22 Apr 2025 10:00:00 +0800"
    message.set_content("好的。")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if kind:
        message.add_attachment(b"Action: failed\n", maintype="message", subtype="x")
        message.replace_header(
            "Content-Type", f"multipart/report; report-type={kind}; boundary={message.get_boundary()}"
        )
    return message.as_bytes()


def blank(issued: Minsheng) -> Path:
    return next((issued.root / APRIL / "下发").glob(f"*{UNIT}*.xlsx"))


def collected(issued: Minsheng, **files: bytes) -> dict[str, Any]:
    inbox = issued.root / APRIL / "回收"
    inbox.mkdir(exist_ok=True)
    for name, data in files.items():
        (inbox / name.replace("_", ".")).write_bytes(data)
    record: dict[str, Any] = issued("collect", APRIL, "--json").json
    return record


def state(record: dict[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = next(u for u in record["units"] if u["unit"] == UNIT)
    return line


def resaved(data: bytes) -> bytes:
    out = BytesIO()
    load_workbook(BytesIO(data)).save(out)
    return out.getvalue()


def signed(data: bytes) -> bytes:
    return Form(data).sign().bytes()


@pytest.mark.parametrize("change", [bytes, resaved, signed], ids=["byte for byte", "saved again", "signed"])
def test_an_unfilled_blank_is_no_return(issued: Minsheng, change: Any) -> None:
    form = blank(issued).read_bytes()
    record = collected(issued, a_xlsx=change(form))
    (line,) = record["files"]
    assert (line["outcome"], line["findings"][0]["code"]) == ("ignored", "file.blank")
    assert state(record)["state"] == "missing"
    assert record["entries"] == []


@pytest.mark.parametrize(
    "write",
    [
        {"investment": 0},
        {"problems": "无"},
        {"contact": "示例甲 000-00000000"},
    ],
)
def test_one_word_makes_it_a_return(issued: Minsheng, write: dict[str, Any]) -> None:
    form = Form(blank(issued).read_bytes())
    data = form.write(next(iter(form.rows)), **write).bytes()
    (line,) = collected(issued, a_xlsx=data)["files"]
    assert line["outcome"] == "returned"


@pytest.mark.parametrize("sheet", ["附件2", "扫描件"])
def test_a_picture_on_an_empty_form_may_be_the_filled_table(issued: Minsheng, sheet: str) -> None:
    book = load_workbook(BytesIO(blank(issued).read_bytes()))
    page = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
    png = BytesIO()
    Picture.new("RGB", (900, 400), "white").save(png, "PNG")
    picture = Image(png)
    page.add_image(picture, "A4")
    out = BytesIO()
    book.save(out)
    record = collected(issued, a_xlsx=out.getvalue())
    (line,) = record["files"]
    assert (line["outcome"], line["findings"][0]["code"]) == ("manual", "file.pictured")
    assert state(record)["state"] == "manual"


def test_a_figure_on_the_other_sheet_makes_it_a_return(issued: Minsheng) -> None:
    book = load_workbook(BytesIO(blank(issued).read_bytes()))
    sheet = book["指标进度"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "本月累计")
    sheet.cell(6, column).value = 3
    out = BytesIO()
    book.save(out)
    (line,) = collected(issued, a_xlsx=out.getvalue())["files"]
    assert line["outcome"] == "returned"


def test_none_of_it_touches_what_was_reported(issued: Minsheng) -> None:
    form = blank(issued).read_bytes()
    before = collected(issued, good_xlsx=filled(form))
    assert state(before)["state"] == "accepted"
    after = collected(
        issued,
        blank_xlsx=form,
        thanks_eml=mail("收到"),
        away_eml=mail("自动回复: 报送"),
        read_eml=mail("已读: 报送", kind="disposition-notification"),
        bounce_eml=mail("Undelivered Mail Returned to Sender", ("退回.xlsx", filled(form, lambda f: f.write(
            next(iter(f.rows)), investment=1))), kind="delivery-status"),
    )  # fmt: skip
    assert state(after) == state(before)
    assert after["entries"] == before["entries"]
    outcomes = {line["name"]: line["outcome"] for line in after["files"]}
    assert outcomes.pop("good.xlsx") == "accepted"
    assert set(outcomes.values()) == {"ignored"}
    assert set(outcomes) == {"blank.xlsx", "thanks.eml", "away.eml", "read.eml", "bounce.eml"}
    book = load_workbook(issued.root / after["outputs"]["consolidated"])
    told = [str(cell.value) for row in book["问题清单"].iter_rows() for cell in row]
    assert not [text for text in told if "eml" in text or "blank.xlsx" in text]
    said = issued("collect", APRIL).out
    for words in ("不是报送表、未计入的", "没有填写的空白表", "自动回复", "已读回执", "退信", "没有报送表的邮件"):
        assert words in said, words


def test_who_reports_after_a_blank_is_not_asked_again(issued: Minsheng) -> None:
    collected(issued, blank_xlsx=blank(issued).read_bytes())
    issued("remind", APRIL)
    (letter,) = (issued.root / APRIL / "成果").glob(f"催办_{UNIT}*")
    collected(issued, good_xlsx=filled(blank(issued).read_bytes()))
    assert not letter.exists()
    assert UNIT not in issued("remind", APRIL).out


def test_a_file_with_a_password_is_asked_for_without_one(issued: Minsheng) -> None:
    """The unit would not understand that it sent “扫描件等”: what is wrong with its file is told."""
    record = collected(issued, **{f"{UNIT}_xlsx": PROTECTED})
    assert state(record)["state"] == "manual"
    said = issued("remind", APRIL).out
    assert f"{UNIT}（报来的文件设有打开密码，请取消密码后再报）" in said
    book = load_workbook(issued.root / record["outputs"]["consolidated"])
    notes = [str(cell.value) for row in book["报送情况"].iter_rows() for cell in row]
    told = f"已收到“{UNIT}.xlsx”，不能自动读取（文件设有密码），需人工录入"
    assert [note.partition("；")[0] for note in notes if note.startswith("已收到")] == [told]


@pytest.mark.parametrize("ending", ["crdownload", "partial", "download", "xltd"])
def test_a_download_cut_off_is_asked_for_again(issued: Minsheng, ending: str) -> None:
    form = filled(blank(issued).read_bytes())
    record = collected(issued, **{f"a_xlsx_{ending}": form[: len(form) // 2], f"b_xlsx_{ending}": b"\0" * 99})
    for line in record["files"]:
        assert (line["outcome"], line["findings"][0]["code"]) == ("rejected", "file.incomplete")
        assert "重新下载" in line["findings"][0]["message"]
    whole = collected(issued, **{f"c_xlsx_{ending}": form})  # all of it came, only its name did not change
    assert {line["name"]: line["outcome"] for line in whole["files"]}[f"c.xlsx.{ending}"] == "accepted"
