"""Whether the committed static files are what their sources make: ``python -m scripts.static_fresh [--write]``.

With Node they are built anew and compared byte for byte. Without it, the sources are compared with those that the
committed files were built from, by a hash that is committed beside them.
"""

import hashlib
import shutil
import subprocess
import sys

from scripts.system import ROOT, say

BUILT_FROM = ROOT / "frontend" / "built-from.sha256"
BUILD = ROOT / "scripts" / "build_static"
PACKAGES = ("package.json", "package-lock.json")


def hash_of_sources() -> str:
    """Return one hash over everything that the static files are made from, names included."""
    files = [path for path in (ROOT / "frontend").rglob("*") if path.is_file() and path != BUILT_FROM]
    digest = hashlib.sha256()
    for path in sorted([*files, BUILD, *(ROOT / name for name in PACKAGES)]):
        digest.update(f"{path.relative_to(ROOT).as_posix()} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def built_anew_alike() -> bool | None:
    """Return whether a new build gives the committed files, or None when this machine cannot build."""
    if not shutil.which("node") or not shutil.which("npm"):
        say("There is no Node here: the static files are compared by the hash of their sources.")
        return None
    if not _has_packages():
        say("The packages could not be fetched: the static files are compared by the hash of their sources.")
        return None
    return subprocess.run([sys.executable, str(BUILD), "--check"], cwd=ROOT, check=False).returncode == 0


def _has_packages() -> bool:
    """Install the locked packages when they are missing or older than their lock, and return whether they are there."""
    installed = ROOT / "node_modules" / ".package-lock.json"
    lock = ROOT / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return True
    return (
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ROOT, check=False).returncode
        == 0
    )


def main(arguments: list[str]) -> int:
    """Return 0 when the committed files are fresh; with ``--write``, note what they were built from."""
    if "--write" in arguments:
        BUILT_FROM.write_text(hash_of_sources() + "\n", encoding="ascii")
        return 0
    noted = BUILT_FROM.read_text(encoding="ascii").strip() if BUILT_FROM.exists() else ""
    fresh = built_anew_alike()
    if noted != hash_of_sources():
        say("frontend/ was changed and the static files were not built from it, or it was not noted.")
        return 1
    return 0 if fresh in {True, None} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
