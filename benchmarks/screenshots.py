"""`python -m benchmarks.screenshots`: pictures of what mails look like, into docs/screenshots/."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from benchmarks import showcase
from core.model import Dispatch
from notifier.render import Style, render

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LARGEST = 250_000
"""Bytes of a picture."""

STYLE = Style(dashboard="https://watch.example.org")


@dataclass(frozen=True, slots=True)
class Picture:
    """One mail, as one reader sees it."""

    name: str
    dispatch: Dispatch
    width: int
    height: int
    dark: bool = False


PICTURES = (
    Picture("mail-light.png", showcase.letter(showcase.edited()), 800, 1220),
    Picture("mail-dark.png", showcase.letter(showcase.edited()), 800, 1220, dark=True),
    Picture("mail-doubtful.png", showcase.letter(showcase.doubted()), 800, 1000),
    Picture("mail-digest.png", showcase.digest(), 800, 1400),
    Picture("mail-phone.png", showcase.letter(showcase.edited()), 390, 1290),
    Picture("mail-alarm.png", showcase.alarm(), 800, 420),
)


def main() -> None:
    """Take every picture, where there is a browser."""
    browser = next((path for name in BROWSERS if (path := which(name))), None)
    if browser is None:
        print(f"skipped: pictures are taken with one of {', '.join(BROWSERS)}, and there is none")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        target = FOLDER / picture.name
        _take(picture, browser, target)
        size = target.stat().st_size
        print(f"{picture.name:20} {picture.width} px wide {size / 1000:6.0f} KB")
        if size > LARGEST:
            sys.exit(f"{picture.name}: more than {LARGEST} bytes; show less of it")


def _take(picture: Picture, browser: str, target: Path) -> None:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        page.write_text(render(picture.dispatch, STYLE).html, encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--hide-scrollbars", "--disable-lcd-text",
            f"--user-data-dir={folder}/profile", f"--window-size={picture.width},{picture.height}",
            f"--blink-settings=preferredColorScheme={0 if picture.dark else 1}", f"--screenshot={target}",
            page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main()
