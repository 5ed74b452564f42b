"""A keyring for tests: passwords in the file that ``KEPT_KEYRING`` names, as the system would keep them elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Keyring(KeyringBackend):  # type: ignore[misc,unused-ignore]  # the library may not be there for mypy
    priority: Any = 1

    def _all(self) -> dict[str, str]:
        path = Path(os.environ["KEPT_KEYRING"])
        if path.name == "locked":
            raise KeyringLocked("the user dismissed the prompt")
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def _save(self, kept: dict[str, str]) -> None:
        Path(os.environ["KEPT_KEYRING"]).write_text(json.dumps(kept), encoding="utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._save(self._all() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        self._save({name: kept for name, kept in self._all().items() if name != f"{service}/{username}"})
