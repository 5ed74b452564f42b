"""What the papers of a list call things: said by the list, or taken from its own titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.model.catalogue import Terms
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from minsheng_cli.catalogue.shape import HeadPart

_TOPIC = compile_when_used(r"民生实事|惠民实事|利民实事|为民实事|为民办实事|民生工程|民生项目|实事项目|实事")
_BEFORE = compile_when_used(
    r"^.*(?:[^一-鿿]|年度?|印发|下达|公布|实施|做好|办好|件)"
)  # what stands in front of its own words
_OFFICES = (("委", "我委"), ("局", "我局"), ("办", "我办"), ("厅", "我厅"), ("室", "我室"), ("中心", "我中心"))


def terms(head: HeadPart) -> Terms:
    """Return the words for the projects as a whole and for the office itself."""
    own = head.terms
    we = next((word for end, word in _OFFICES if head.office.endswith(end)), "我单位")
    topic = (own.topic if own else None) or topic_of(head.document.title, head.form.title, district=head.district)
    return Terms(topic, (own.we if own else None) or we, (own.you if own else None) or Terms().you)


def topic_of(*titles: str, district: str) -> str:
    """Return what a title calls the projects: 重点民生实事 of 关于印发2025年重点民生实事工作目标任务的通知."""
    for title in titles:
        match = _TOPIC.search(title)
        if match is not None:
            return _BEFORE.sub("", title[: match.start()]).removeprefix(district) + match[0]
    return Terms().topic
