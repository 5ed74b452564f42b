from __future__ import annotations

import pytest

from minsheng_cli.model import Receipt, Submission
from minsheng_cli.store import ledger

NINE, TEN = "2025-04-25T09:00:00+08:00", "2025-04-25T10:00:00+08:00"


def line(name: str, content: str, batch: int = 1, received_at: str = NINE) -> Receipt:
    return Receipt(name, content * 64, 1, received_at, "文件时间", batch=batch)


A, B, OTHER = line("x.xlsx", "a"), line("x.xlsx", "b", 2), line("y.xlsx", "c")


@pytest.mark.parametrize(
    ("known", "inbox", "new"),
    [
        ([], [A], [A]),
        ([A], [A], []),
        ([A], [line("x.xlsx", "a", received_at=TEN)], []),  # copied about: the same file
        ([A], [line("y.xlsx", "a")], [line("y.xlsx", "a")]),  # the same bytes under another name are another receipt
        ([A], [B], [B]),
        ([A, B], [B], []),
        ([A, B], [line("x.xlsx", "a", 3)], [line("x.xlsx", "a", 3)]),  # back to the earlier version
        ([A, B, line("x.xlsx", "a", 3)], [A], []),  # … which is told once
        ([A, B], [A, B], []),  # two files of one name, say in a zip: neither replaced the other
        ([A, B], [OTHER], [OTHER]),
        ([], [A, A], [A]),
    ],
)
def test_what_is_new(known: list[Receipt], inbox: list[Receipt], new: list[Receipt]) -> None:
    assert ledger.news(known, inbox) == tuple(new)


def test_new_ones_stand_in_order_of_receipt_then_name() -> None:
    late, early = line("a", "1", received_at=TEN), line("b", "2", received_at="2025-04-25T02:30:00+01:00")
    twin, odd = line("c", "3", received_at=TEN), line("d", "4", received_at="昨天")
    assert ledger.news([], [twin, late, odd, early]) == (odd, early, late, twin)


def test_a_batch_is_numbered_after_the_last() -> None:
    assert ledger.next_batch([]) == 1
    assert ledger.next_batch([A, B, OTHER]) == 3


def test_a_receipt_says_what_the_submission_does() -> None:
    item = Submission("信.eml › 表.XLSX", b"12345", "f" * 64, NINE, "邮件时间", sender="示例")
    assert ledger.receipt(item, 7) == Receipt("信.eml › 表.XLSX", "f" * 64, 5, NINE, "邮件时间", "示例", 7)


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("信.eml › 表.XLSX", ".xlsx"),
        ("表.et", ".et"),
        ("表", ""),
        ("2025.4月", ""),
        ("表.xlsx ", ""),
        ("a.x/../../b", ""),
        ("表.\u202exslx", ""),
        ("a.toolongtobetrue", ""),
        ("", ""),
    ],
)
def test_an_original_is_named_by_content_and_plain_extension(name: str, extension: str) -> None:
    assert ledger.original_name(line(name, "a")) == "a" * 64 + extension
