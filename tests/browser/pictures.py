"""The pictures of the guide: ``python -m tests.browser.pictures [FOLDER] [URL]``, or ``make pictures``.

Each screen is opened in a demonstration, drawn 1,280 pixels wide and packed small. URL names one that runs already;
without it a small county is loaded first. A picture that nothing leads to, or that is too heavy, ends it with status 1.
"""

import io
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import browser
from tests.browser.look import A_CHILD, ASSISTANT, UUID, WIDE, service_at, sign_in

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"
OFFICER, MANAGER = "Attendance Improvement Officer", "Attendance and Exclusions Manager"
COLOURS = 96  # as many as text, tags and marks need
HEAVIEST = 120 * 1024
MOST_TRIED = 40  # links of one kind that are followed before another way is tried
HEIGHT = 900


@dataclass(frozen=True)
class Picture:
    """A screen of the guide: who opens it, the links that lead there, and how much of it is drawn."""

    name: str
    role: str
    path: str
    then: tuple[str, ...] = ()
    shows: str = ""  # words that the last page says: others of its kind are passed over
    height: int = HEIGHT


PICTURES = (
    Picture("tell-us", "", "/tell-us/"),
    Picture("today", ASSISTANT, "/today/"),
    Picture("register", ASSISTANT, "/register/"),
    Picture("record", ASSISTANT, "/today/", (A_CHILD,), shows="UPN"),
    Picture("notice", ASSISTANT, "/arrived/", (f"/arrived/{UUID}/$",), shows="ery likely", height=1_100),
    Picture("same-child", ASSISTANT, "/matches/", (f"/matches/{UUID}/",), shows="letter apart", height=1_300),
    Picture("order", ASSISTANT, "/register/", (A_CHILD, "/order/$"), shows="437"),
    Picture("closing", ASSISTANT, "/register/", (A_CHILD, f"/cases/{UUID}/close/$"), height=1_200),
    Picture("letter", ASSISTANT, "/register/", (A_CHILD, "/messages/$", f"/letters/{UUID}/$"), shows="visit"),
    Picture("visit", OFFICER, "/today/", (f"/cases/{UUID}/visit/$",), height=1_300),
    Picture("manager", MANAGER, "/manager/"),
)


def main(arguments: list[str]) -> int:
    """Draw every picture into a folder; return 1 when one could not be drawn as it should be."""
    folder = Path(arguments[0]) if arguments else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with service_at(*arguments[1:2]) as url, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser()), args=["--no-sandbox"])
        for role in dict.fromkeys(picture.role for picture in PICTURES):
            wrong += draw(chromium, url, role, folder)
    for words in wrong:
        print(words, file=sys.stderr)
    return 1 if wrong else 0


def draw(chromium: Browser, url: str, role: str, folder: Path) -> list[str]:
    """Draw the pictures of one role, and return what is wrong with them."""
    context = chromium.new_context(
        locale="en-GB", timezone_id="Europe/London", viewport={"width": WIDE, "height": HEIGHT}
    )
    page, wrong = context.new_page(), []
    if role:
        sign_in(page, url, role)
    for picture in (each for each in PICTURES if each.role == role):
        page.goto(url + picture.path)
        if not follow(page, url, picture.then, picture.shows):
            wrong.append(f"{picture.name}: nothing leads there")
            continue
        content = packed(taken(page, picture))
        (folder / f"{picture.name}.png").write_bytes(content)
        print(f"{picture.name}: {len(content) / 1024:.0f} KB")
        if len(content) > HEAVIEST:
            wrong.append(f"{picture.name}: {len(content) // 1024} KB, more than {HEAVIEST // 1024}")
    context.close()
    return wrong


def follow(page: Page, url: str, links: tuple[str, ...], shows: str) -> bool:
    """Follow links, each by its pattern, and try the next of a kind where the way ends; return whether it led there."""
    if not links:
        return shows in page.locator("main").inner_text()
    hrefs = page.eval_on_selector_all("main a[href]", "all => all.map(it => it.getAttribute('href'))")
    for href in [each for each in dict.fromkeys(hrefs) if re.search(links[0], each)][:MOST_TRIED]:
        answer = page.goto(url + href)
        if answer and answer.status == 200 and follow(page, url, links[1:], shows):
            return True
    return False


def taken(page: Page, picture: Picture) -> bytes:
    """Return the picture of an open page; of a letter, its first sheet."""
    if picture.name == "letter":
        sheet = page.locator("main a[href$='/pdf/']").first.evaluate("it => it.href")
        return sheet_of(page.request.get(sheet).body())
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDE, "height": picture.height})


def sheet_of(pdf: bytes) -> bytes:
    """Return the first page of a PDF, drawn by Poppler."""
    command = ("pdftoppm", "-png", "-r", "90", "-f", "1", "-l", "1", "-")
    return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout


def packed(content: bytes) -> bytes:
    """Return a picture with few colours, which a page of text does not miss."""
    with Image.open(io.BytesIO(content)) as image, io.BytesIO() as out:
        framed = (
            ImageOps.expand(image.convert("RGB"), border=1, fill="#d3dcde") if image.width < WIDE else image
        )
        few = framed.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
