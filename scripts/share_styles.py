"""Give every Word template the styles, numbering, settings and fonts of one of them.

Usage: python scripts/share_styles.py templates/deliberation.docx

For whoever has changed a style in one template with Word: the typographic house stays one.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SHARED = (
    "word/styles.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/fontTable.xml",
    "word/_rels/fontTable.xml.rels",
    "word/fonts/",
)


def share(model: Path, target: Path) -> None:
    """Rewrite `target` with the shared parts of `model`, its own text untouched."""
    with zipfile.ZipFile(model) as archive:
        shared = {
            info.filename: archive.read(info)
            for info in archive.infolist()
            if info.filename.startswith(SHARED)
        }
    with zipfile.ZipFile(target) as archive:
        own = [
            (info, archive.read(info))
            for info in archive.infolist()
            if not info.filename.startswith(SHARED)
        ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in own:
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        for name, content in sorted(shared.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Share the parts of the template named on the command line with all the others."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model = Path(sys.argv[1]).resolve()
    for target in sorted(TEMPLATES.rglob("*.docx")):
        if target != model:
            share(model, target)
            print(target.relative_to(TEMPLATES.parent))


if __name__ == "__main__":
    main()
