"""Copy what pages and documents use of the installed packages into static/vendor/.

Front-end files and the typeface of reports come from build/npm/node_modules, the typeface of
labels and catalogues from its Python package.
The licence of each lies beside its files.
"""

import shutil
from pathlib import Path

import fontpkg_be_vietnam_pro

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "build" / "npm" / "node_modules"
TINOS = MODULES / "@expo-google-fonts" / "tinos"
FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent
VENDOR = ROOT / "static" / "vendor"

# Where each file goes under static/vendor/ and where it comes from.
FILES = {
    "pico/pico.min.css": MODULES / "@picocss/pico/css/pico.min.css",
    "pico/LICENSE.md": MODULES / "@picocss/pico/LICENSE.md",
    "fonts/LICENSE": FONTS / "LICENSE",
    # Times metrics with every Vietnamese letter, which Debian 12's Liberation Serif has not.
    "fonts/LICENSE-Tinos": TINOS / "LICENSE_FONT",
    "fonts/Tinos-Regular.ttf": TINOS / "400Regular/Tinos_400Regular.ttf",
    "fonts/Tinos-Italic.ttf": TINOS / "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "fonts/Tinos-Bold.ttf": TINOS / "700Bold/Tinos_700Bold.ttf",
    "fonts/Tinos-BoldItalic.ttf": TINOS / "700Bold_Italic/Tinos_700Bold_Italic.ttf",
} | {
    f"fonts/BeVietnamPro-{style}.ttf": FONTS / f"files/BeVietnamPro-{style}.ttf"
    for style in ("Regular", "Italic", "Medium", "SemiBold", "Bold")
}


def main() -> None:
    """Copy every file; a file that a package no longer has stops the set-up."""
    for name, source in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Another process may be reading the fonts: it sees the old file or the new one.
        partial = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, partial)
        partial.replace(target)
    print(f"{len(FILES)} files in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
