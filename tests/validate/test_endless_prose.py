"""Cells as long as a cell may be, of one word over and over: nothing that looks at them tries every place with every.

A return is read behind the wall, where computing time is limited, and judged before it. A pattern or loop whose work
grows with the square of a text takes minutes for one of these; the limit is a hundred times what they take.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from filled import Form, filled

from minsheng_cli.analysis.problems.split import split
from minsheng_cli.analysis.prose import compare_prose

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

LENGTH = 32_000  # characters; a cell holds 32,767
LIMIT = 10.0  # seconds of computing
ENDLESS = (
    "完", "完 ", "投资1万元", "累计投资1", "11月完成投资1元", "截至4月底累计", "今", "目前", "一", "1、一是", "一是",
    "矛盾", "问题解决", "，", "。", "(一)", "用地问题没有落实。", "…", "x", "1.", "%E4", "13800000000",
)  # fmt: skip


@pytest.mark.parametrize("word", ENDLESS)
def test_prose_without_end_is_judged_and_split(catalogue: Catalogue, word: str) -> None:
    form: Form = filled(catalogue, "区城管局")
    text = ("投资1元累计" + word * (LENGTH // len(word)))[:LENGTH]
    for field in ("progress", "problems", "next_steps", "contact"):
        form.put("S02", field, text)
    began = time.process_time()
    form.judged()
    assert len(split(text)) <= 100  # each is held against each
    compare_prose(text[1:], text)
    compare_prose(text.replace("1", "2"), text)
    assert time.process_time() - began < LIMIT
