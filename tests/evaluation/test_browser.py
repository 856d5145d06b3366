"""The HTML report in a real browser: it runs, it fits a phone, it loads nothing, its controls work.

Needs Chromium on the PATH. It is driven over its debugging pipe, so no port is opened.
"""

from __future__ import annotations

import copy
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_markup import ATTACKS
from parallel_articles import EXTRACTIVE, TRANSLATION, write_suite

from summarize.errors import SummarizeError
from summarize.evaluation.gate import gate
from summarize.evaluation.reports.page import page
from summarize.evaluation.results import from_json, to_json
from summarize.evaluation.runs import run_suite
from summarize.evaluation.samples import Sample
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import SuiteTask, load_suite
from summarize.evaluation.systems import System

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Browser:
    """One tab of a headless Chromium."""

    def __init__(self, home: Path) -> None:
        program = next(filter(None, map(shutil.which, NAMES)), None)
        assert program, "no Chromium on the PATH: apt-get install chromium"
        here, there = self._pipe(), self._pipe()
        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-background-networking", "--no-first-run", "--remote-debugging-pipe",
                f"--user-data-dir={home}", "about:blank",
            ],
            preexec_fn=lambda: (os.dup2(here[0], 3), os.dup2(there[1], 4)),
            pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(here[0])
        os.close(there[1])
        self._in, self._out = os.fdopen(there[0], "rb"), os.fdopen(here[1], "wb")
        self._number, self._session = 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    @staticmethod
    def _pipe() -> tuple[int, int]:
        """Both ends of a pipe, numbered above the 3 and 4 that the browser will read and write."""
        ends = os.pipe()
        high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
        for end in ends:
            os.close(end)
        return high[0], high[1]

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._in.read(1)) != b"\0":
            assert byte, "the browser has gone"
            message += byte
        value: dict[str, Any] = json.loads(message)
        if "method" in value:
            self.events.append(value)
        return value

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def open(self, path: Path, *, width: int = 1280, dark: bool = False) -> None:
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._read()

    def value(self, expression: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def close(self) -> None:
        self._out.close()
        self._in.close()
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


def lead(task: SuiteTask, sample: Sample) -> str:
    """One output with what HTML would read as markup, and one that is empty."""
    return (
        "" if sample.id == "a02" else sample.source.split(". ")[0] + ". <b>x</b> & <script>alert(1)</script>"
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("report")
    suite = load_suite(str(write_suite(home / "data", [*EXTRACTIVE, *TRANSLATION])))
    systems = (
        System("lead", "l", lead),
        System("best", "b", lambda _, sample: sample.references[0]),
        System("silent", "s", lambda *_: ""),
    )
    found, best, silent = (
        score_run([suite], system, run_suite(suite, system, home / system.name)) for system in systems
    )
    report = page(found, gate(found, best), [best, silent])
    (home / "report.html").write_text(report, encoding="utf-8")
    return home / "report.html"


def test_the_page_runs_without_errors_and_loads_nothing(browser: Browser, report: Path) -> None:
    browser.open(report)
    assert browser.value("document.documentElement.classList.contains('scripted')")
    asked = [
        e["params"]["request"]["url"] for e in browser.events if e["method"] == "Network.requestWillBeSent"
    ]
    assert asked == [report.as_uri()]
    bad = ("Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening")
    assert [event for event in browser.events if event["method"] in bad] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, report: Path, width: int) -> None:
    browser.open(report, width=width)
    browser.value("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert browser.value("innerWidth") == width
    assert browser.value("document.documentElement.scrollWidth") <= width


def test_texts_are_side_by_side_on_a_desktop_and_stacked_on_a_phone(browser: Browser, report: Path) -> None:
    columns = "document.querySelector('details.sample').querySelectorAll('.texts section:not(.beside)')"
    tops = f"[...{columns}].map((each) => each.offsetTop)"
    for width, different in ((1280, 1), (390, 3)):
        browser.open(report, width=width)
        browser.value("document.querySelector('details.sample').open = true")
        assert len(set(browser.value(tops))) == different


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_enough_contrast_in_light_and_dark(browser: Browser, report: Path, dark: bool) -> None:
    browser.open(report, dark=dark)
    browser.value("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    pairs = browser.value(
        """(() => {
          const kinds = 'p, td, th, a, h1, h2, h4, figcaption, mark, .flag, .badge, .text, summary';
          const paper = (each) => getComputedStyle(each).backgroundColor;
          return [...document.querySelectorAll(kinds)].map((each) => {
            let behind = each;
            while (paper(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            return [getComputedStyle(each).color, paper(behind), each.getAttribute('class')];
          });
        })()"""
    )
    assert len(pairs) > 100
    for text, paper, name in {tuple(pair) for pair in pairs}:
        light, deep = sorted((luminance(text), luminance(paper)), reverse=True)
        assert (light + 0.05) / (deep + 0.05) >= 4.5, (text, paper, name)
    paper = browser.value("getComputedStyle(document.body).backgroundColor")
    assert (luminance(paper) < 0.1) is dark


FIRST = "document.querySelector('.browser')"
SHOWN = f"[...{FIRST}.querySelectorAll('.sample:not([hidden]) b')].map((each) => each.textContent)"


def enter(browser: Browser, name: str, assignment: str) -> None:
    browser.value(
        f"(() => {{ const form = {FIRST}.querySelector('form');"
        f" form.{name}.{assignment}; form.dispatchEvent(new Event('input')); }})()"
    )


def test_samples_can_be_searched_sorted_and_filtered(browser: Browser, report: Path) -> None:
    browser.open(report)
    assert browser.value(SHOWN) == ["a01", "a02"]
    enter(browser, "order", "value = 'worst'")
    assert browser.value(SHOWN) == ["a02", "a01"]
    enter(browser, "text", "value = 'ILEK'")
    assert browser.value(SHOWN) == ["a01"]
    assert browser.value("document.querySelector('.browser output').value") == "1 of 2"
    enter(browser, "text", "value = ''")
    enter(browser, "flagged", "checked = true")
    assert "a02" in browser.value(SHOWN)


def test_a_dot_in_the_plot_opens_its_sample(browser: Browser, report: Path) -> None:
    browser.open(report)
    browser.value("document.querySelector('svg a').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    browser.value("new Promise((done) => setTimeout(done, 50))")
    opened = browser.value("[...document.querySelectorAll('details.sample[open]')].map((each) => each.id)")
    assert len(opened) == 1
    assert browser.value("decodeURIComponent(location.hash.slice(1))") == opened[0]


def test_output_is_shown_as_text_with_the_differing_words_marked(browser: Browser, report: Path) -> None:
    browser.open(report)
    output = browser.value("document.querySelector('.sample .output .text').textContent")
    assert output.endswith("<b>x</b> & <script>alert(1)</script>")
    assert browser.value("document.querySelectorAll('.sample mark.ours').length") > 0
    assert browser.value("document.querySelectorAll('.sample mark.theirs').length") > 0
    assert browser.value("document.querySelector('.sample .output .text').lang") == "en"


def test_three_systems_are_shown_side_by_side(browser: Browser, report: Path) -> None:
    browser.open(report, width=390)
    ladder = "[...document.querySelector('#systems svg').querySelectorAll('text')].map((t) => t.textContent)"
    names = [text.split()[0] for text in browser.value(ladder)[:3]]
    assert names == ["lead", "best", "silent"]
    browser.value("document.querySelector('details.sample').open = true")
    for part, first, second in (("h4", "best 100.0", "silent 0.0"), (".text", "The bridge", "nothing")):
        query = f"document.querySelectorAll('details.sample[open] .beside {part}')"
        shown = browser.value(f"[...{query}].map((each) => each.textContent)")
        assert shown[0].startswith(first)
        assert shown[1] == second


def test_why_the_gate_failed_can_be_read_on_a_phone(browser: Browser, report: Path) -> None:
    browser.open(report, width=390)
    assert browser.value(
        "[...document.querySelectorAll('#gate td:last-child')].every((each) => "
        "each.getBoundingClientRect().right <= innerWidth && each.offsetWidth > 250)"
    )


def test_every_kind_of_plot_is_drawn(browser: Browser, report: Path) -> None:
    browser.open(report)
    for mark in (
        "rect.bar",
        "circle.dot",
        "circle.system",
        "circle.other",
        "line.interval",
        "text.reference-system",
        "line.mean",
    ):
        assert browser.value(f"document.querySelectorAll('svg {mark}').length") > 0, mark
    assert browser.value(
        "[...document.querySelectorAll('svg')].every((each) => each.getAttribute('aria-label'))"
    )
    assert "NaN" not in browser.value("document.documentElement.outerHTML")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the texts, names and numbers of a JSON value are; a name's path ends with ``None``."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key, None)
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, (*path, number))
    else:
        yield path


def tampered(value: Any, path: tuple[Any, ...], attack: str) -> Any:
    """A copy with the attack instead of the text, number or name at ``path``."""
    changed = copy.deepcopy(value)
    *above, last = path
    *outer, name = above if last is None else path
    part = changed
    for step in outer:
        part = part[step]
    if last is None:
        part[attack] = part.pop(name)
    else:
        part[name] = attack
    return changed


def test_tampered_results_are_refused_or_shown_and_never_run(browser: Browser, tmp_path: Path) -> None:
    suite = load_suite(str(write_suite(tmp_path / "data", [EXTRACTIVE[0], TRANSLATION[0]])))
    system = System("lead", "l", lead)
    honest = score_run([suite], system, run_suite(suite, system, tmp_path / "run"))
    value = json.loads(json.dumps(to_json(honest)))
    # One place after the other; what is accepted stays, so that all of it is in one page.
    accepted, shown, refusals = value, 0, []
    for number, path in enumerate(places(value)):
        attack = f"{ATTACKS[number % len(ATTACKS)]} {number}"
        try:
            changed = tampered(accepted, path, attack)
            page(from_json(changed, "results"))
        except SummarizeError as error:
            refusals.append(str(error))
        except KeyError:  # a name on the way has another name already
            continue
        else:
            accepted, shown = changed, shown + 1
    assert [line for line in refusals if "\n" in line] == []
    assert len(refusals) > 50
    assert shown > 50
    found = from_json(accepted, "results")
    active = "document.querySelectorAll('script, img, iframe, object, embed, form, base, link').length"
    links = "[...document.links].filter((each) => each.protocol == 'javascript:').length"
    bad = ("Runtime.exceptionThrown", "Page.javascriptDialogOpening")
    counts = []
    for results in (honest, found):
        file = tmp_path / "report.html"
        file.write_text(page(results), encoding="utf-8")
        browser.open(file)
        browser.value("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert browser.value("document.title") != "obeyed"
        assert [event for event in browser.events if event["method"] in bad] == []
        counts.append((browser.value(active), browser.value(links)))
    assert counts[0] == counts[1]
