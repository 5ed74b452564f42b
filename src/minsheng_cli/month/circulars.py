"""The month's papers as mail: which paper goes to whom, and the letter it goes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import catalogue
from minsheng_cli.mailbox import drafts
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.workspace import CONTACTS_FILE, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.model import Contact
    from minsheng_cli.month.periods import Period

CIRCULATE = "mail/成果.j2"
_KEYS = {"通报": "bulletin", "汇总表": "consolidated", "公开稿": "public.docx"}
_SLIP = "slip:"


@dataclass(frozen=True)
class Circular:
    """One paper for one addressee or one list of them."""

    kind: str  # 通报 / 督办单 / 汇总表 / 公开稿
    unit: str  # of a 督办单: the unit's id; else the kind
    name: str  # how the clerk knows the letter
    path: str  # of the paper, inside the month's folder
    letter: bytes | None  # the mail, None where the paper is not there


def circulars(period: Period, outputs: Mapping[str, str]) -> Iterator[Circular]:
    """Yield the letters a month's papers go with, as the papers lie in 成果 now: the clerk may have edited them.

    ``outputs``: what the month's record says was made. Raises CatalogueError when the contacts cannot be read.
    """
    space = period.workspace
    contacts = space.locate(CONTACTS_FILE)
    lists = catalogue.copies(space.show(contacts), read_bytes(contacts)) if disk.exists(contacts) else {}
    inside = {key: path.removeprefix(f"{period.month}/") for key, path in outputs.items()}
    for kind, key in _KEYS.items():
        if key in inside:
            yield _circular(period, kind, kind, kind, inside[key], None, lists.get(kind, ()))
    for key, path in inside.items():
        if key.startswith(_SLIP):
            unit = period.catalogue.unit(key.removeprefix(_SLIP))
            copies = lists.get("督办单", ())
            yield _circular(period, "督办单", unit.id, f"督办单（{unit.name}）", path, unit.contact, copies)


def _circular(  # noqa: PLR0913, PLR0917 - what a letter is made of
    period: Period, kind: str, unit: str, name: str, path: str, to: Contact | None, copies: tuple[str, ...]
) -> Circular:
    data = disk.read(period.store.folder / path)
    if data is None:
        return Circular(kind, unit, name, path, None)
    settings, office = period.workspace.settings, period.catalogue
    attachment = path.rpartition("/")[2]
    facts: dict[str, object] = {
        "kind": kind,
        "unit": next((u.name for u in office.units if u.id == unit), ""),
        "month": period.month.label,
        "office": office.office,
        "topic": office.terms.topic,
        "we": office.terms.we,
        "you": office.terms.you,
        "attachment": attachment,
        "sender_name": settings.sender.name,
        "sender_phone": settings.sender.phone,
    }
    letter = drafts.compose(*period.workspace.template(CIRCULATE), facts)
    sender = (settings.sender.name, settings.sender.email)
    return Circular(kind, unit, name, path, drafts.draft(letter, to, sender, (attachment, data), copies))
