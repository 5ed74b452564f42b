"""Templates compiled once: what Jinja makes of one is kept where Python keeps what it makes of a module.

Compiling those of a month takes 50 ms of computing. The kept code lies in ``__pycache__`` beside ours, under Jinja's
own check (its version and Python's, the template's sha1), and is trusted as much as ours, which lies there too. Where
that folder cannot be written to, or Python may not write there either, a template is compiled each time.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import DictLoader, FileSystemBytecodeCache, __version__
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.bccache import Bucket

_PLACE = Path(__file__).parent / "__pycache__"


class Sandbox(SandboxedEnvironment):
    """Jinja's own sandbox, which need not find out of each of our nouns that it is no function, frame or generator."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may see an attribute: of a noun, all but what begins with an underscore."""
        if hasattr(type(obj), "__noun__"):
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value)


class _BesideOurs(FileSystemBytecodeCache):
    """Jinja's own cache; one that is damaged or cannot be written is as good as none."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def compiled(environment: Environment, name: str, text: str) -> Template:
    """Return a template; ``name`` tells it from every other. Raises Jinja's TemplateSyntaxError.

    It can include no other: the environment is given no loader.
    """
    environment.bytecode_cache = _BesideOurs(str(_PLACE), f"jinja-{__version__}-%s.cache")
    return DictLoader({name: text}).load(environment, name, environment.make_globals(None))
