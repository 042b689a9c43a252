"""Before the user trusts a workspace, hostile plans in armed repositories start, write and reach nothing.

Here a slice; `tests/bench/lsp/untrusted.py` opens 500 of them, and traces the server's processes.
"""

from __future__ import annotations

from pathlib import Path

from tests.lsp.client import Client
from tests.support.untrusted import AUDITED, look_at_all

PLANS = 60


def test_hostile_plans_start_nothing_write_nothing_and_git_is_not_read(tmp_path: Path) -> None:
    opened = look_at_all(tmp_path, PLANS, ("monitor", "hooks", "submodules", "include"))
    assert opened.heard == []
    assert opened.changed == []
    assert opened.answers > 40 * PLANS


def test_what_must_not_happen_would_be_heard(tmp_path: Path) -> None:
    """The hook itself: a server that does all that is forbidden before it serves."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text("")
    sins = (
        "import subprocess, os, socket",
        "subprocess.run(['true'])",
        f"open({str(tmp_path / 'x')!r}, 'w').close()",
        f"open({str(tmp_path / '.git/config')!r}).close()",
        f"os.rename({str(tmp_path / 'x')!r}, {str(tmp_path / 'y')!r})",
    )
    command = [*AUDITED[:2], AUDITED[2].replace("from planloom", f"{'; '.join(sins)}\nfrom planloom")]
    with Client(command) as client:
        client.initialize()
        client.request("shutdown")
        client.notify("exit")
        client.ended()
    for sin in ("subprocess.Popen", "writes", "reads", "os.rename"):
        assert f"AUDIT {sin}" in client.errors.decode()
