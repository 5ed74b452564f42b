"""What the letter around a list says of itself: number, title, who issued it, which place, when returns are due."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLE_LINES = 5  # the title of a notice runs over so many lines at most
_PLACE = (
    r"[一-鿿]{1,12}?(?:特别行政区|自治区|自治州|自治县|开发区|经开区|高新区|新区|林区|矿区|省|市|区|县|州|旗|盟|"
    r"街道|镇|乡)"
)


@dataclass(frozen=True)
class Head:
    """What the letter around the table says, each "" when it was not found."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    date: str = ""  # 2025-03-19
    year: str = ""
    district: str = ""
    office: str = ""
    due_day: str = ""  # 1–31 or "last"
    due_offset: str = ""  # "1": in the month after
    form_label: str = ""
    form_title: str = ""
    quarterly: bool = False


def read_head(everything: Sequence[str], before: Sequence[str], titles: Sequence[str] = ()) -> Head:
    """Find what the letter says, literally; ``before`` are the lines above the table, ``titles`` its own."""
    text = "\n".join(everything)
    number = next(
        (w for w in everything if re.fullmatch(r"[（(]?\S+[〔\[（(]20\d\d[〕\])）]\s*\d+\s*号[)）]?", w)), ""
    ).strip("（）()")
    title, issuer = _title(everything, number)
    dates = (m for w in everything if (m := re.fullmatch(r"(20\d\d)年(\d{1,2})月(\d{1,2})日", "".join(w.split()))))
    day = next(dates, None)
    above = [*reversed(titles), *(w for w in reversed(before[-2:]) if not re.search(r"年\d{1,2}月", w))]
    found = next((m for w in (*above, title) if (m := re.search(r"(20\d\d)\s*年", w))), None)
    year = found[1] if found else (m[1] if (m := re.search(r"[〔\[]\s*(20\d\d)", number)) else "")
    form = re.search(r"《([^》]+)》（详见(附件\d*)）", text)
    due, offset, quarterly = _due(everything)
    return Head(
        number=number,
        title=title,
        issuer=issuer,
        date=f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else "",
        year=year,
        district=_district(above, title, issuer),
        office=_office(everything),
        due_day=due,
        due_offset=offset,
        form_label=form[2] if form else "",
        form_title=form[1] if form else "",
        quarterly=quarterly,
    )


def _title(everything: Sequence[str], number: str) -> tuple[str, str]:
    """Return the notice's title and the line above it, which names who issued it."""
    for start, line in enumerate(everything):
        if "。" in line or "关于" not in line[:30]:
            continue
        if not line.startswith("关于") and not re.match(r"[一-鿿]{4,24}关于", line):
            continue
        for end in range(start + 1, min(start + 1 + _TITLE_LINES, len(everything) + 1)):
            joined = re.sub(r"\s", "", "".join(everything[start:end]))
            if joined.endswith(("通知", "方案", "意见")):
                own, _, rest = joined.partition("关于")
                above = everything[start - 1] if start and everything[start - 1] != number else ""
                return "关于" + rest, own or above.strip()
    return "", ""


def _district(above: Sequence[str], title: str, issuer: str) -> str:
    for line in above:
        if (m := re.match(rf"({_PLACE})(?=20\d\d\s*年)", line)) and m[1] not in (
            "全区",
            "全县",
            "全市",
            "全省",
            "本区",
        ):
            return m[1]
    about = re.search(rf"关于(?:印发|做好|下达|分解|公布|明确)?({_PLACE})(?=20\d\d年)", title)
    if about and not about[1].startswith("全"):
        return about[1]
    office = re.match(rf"({_PLACE})(?:人民政府|管委会|管理委员会)", issuer)
    if not office:
        return ""
    whole = office[1]
    at = whole.find("市")
    return whole[at + 1 :] if 0 < at < len(whole) - 1 else whole


def _office(everything: Sequence[str]) -> str:
    lines = sorted(everything, key=lambda w: not re.search(r"每月|每季|次月|月底前|日前", w))
    for line in lines:
        match = re.search(
            r"报(?:送)?(?:至|到|给)?((?:[市区县省州旗团]|[一-鿿]{2,4}[区县市])[^\s，。；、（(《]{2,18}?)[，。；（(]",
            line,
        )
        told = re.sub(r"\d+室$", "", match[1]) if match else ""
        if told and re.search(r"(?:局|委|办|室|科|部|厅|中心|督查办)$", told):
            return told
    return ""


def _due(everything: Sequence[str]) -> tuple[str, str, bool]:
    """Return (day, offset, whether quarterly) of the sentence that says when returns are due."""
    for line in everything:
        if m := re.search(r"(?:次月|下月)的?(\d{1,2})日", line):
            return m[1], "1", "每季" in line
        if m := re.search(r"每月的?(\d{1,2})日", line):
            return m[1], "1" if re.search(r"将?上(?:个)?月", line[m.end() : m.end() + 20]) else "", False
        if m := re.search(r"每(?:个)?季度?(?:末|末月|最后一个月)?的?(\d{1,2})日", line):
            return m[1], "", True
        if re.search(r"每月(?:月)?底", line):
            return "last", "", False
        if re.search(r"每(?:个)?季度(?:末|结束)", line):
            return "last", "", True
    return "", "", False
