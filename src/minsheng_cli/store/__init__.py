"""The month on disk: sole owner of its shape, its locking and its durability."""

from minsheng_cli.errors import StoreError
from minsheng_cli.store.month import MonthStore, months, newest
from minsheng_cli.store.outputs import Published
from minsheng_cli.store.shelf import publish

__all__ = ["MonthStore", "Published", "StoreError", "months", "newest", "publish"]
