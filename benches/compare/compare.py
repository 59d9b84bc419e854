#!/usr/bin/env python3
"""Compares newsprint with trafilatura and jusText: how much of the body each finds, and how fast, on the same pages.

    python3 -m venv VENV && VENV/bin/pip install trafilatura==2.3.1 justext==3.0.2 lxml_html_clean
    cargo build --release
    VENV/bin/python benches/compare/compare.py            # the sample corpus
    VENV/bin/python benches/compare/compare.py FOLDER     # a folder with bodies in gold/*.txt and the pages with
                                                          # the same names in pages/ or resiliparse/
    VENV/bin/python benches/compare/compare.py FILE...    # any pages: only the speed
    VENV/bin/python benches/compare/compare.py --program ~/.cargo/bin/newsprint    # an installed program

The pages are plain text. The two other tools read HTML, so they get each line as a <p> of its own. They lose the
information of tags and links; this compares cleaning of plain text, not of HTML.

F1 is over the words of the body, averaged over the pages. MB/s is bytes of plain text per second of processor time: one
process cleans the pages several times, after a first round that is not counted. newsprint's time is that of the whole
program on one core, with its JSON output discarded, minus the time of a start with an empty page.
"""

import argparse
import collections
import html
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "newsprint"
BODY = "Bb"  # in seeds/truth.json: a line of the body, and one that goes on with the paragraph before it
STOPLISTS = {
    "ar": "Arabic", "de": "German", "el": "Greek", "es": "Spanish", "fr": "French", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


def sample_corpus():
    """(name, text, gold body, language) of the pages that newsprint carries with it."""
    truth = json.loads((ROOT / "seeds" / "truth.json").read_text(encoding="utf-8"))
    for name, page in truth.items():
        text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line.strip()]
        body = [line for line, kind in zip(lines, page["classes"]) if kind in BODY]
        yield name, text, "\n".join(body), page["language"]


def folder(path):
    pages = next((path / name for name in ("pages", "resiliparse") if (path / name).is_dir()), path)
    for file in sorted(pages.glob("*.txt")):
        gold = path / "gold" / file.name
        if gold.exists():
            yield file.name, file.read_text(encoding="utf-8"), gold.read_text(encoding="utf-8"), None


def files(paths):
    for path in paths:
        yield path.name, path.read_text(encoding="utf-8", errors="replace"), None, None


def f1(gold, found):
    gold, found = (collections.Counter(WORD.findall(text.lower())) for text in (gold, found))
    if not gold or not found:
        return float(not gold and not found)
    common = sum((gold & found).values())
    return 2 * common / (sum(gold.values()) + sum(found.values()))


def as_html(text):
    lines = (line.strip() for line in text.splitlines())
    return "<html><body>" + "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line) + "</body></html>"


def timed(clean, pages):
    """What `clean` makes of each page, and the processor time of a page, taken from rounds of two seconds at least."""
    found = [clean(page) for page in pages]
    start, rounds = time.process_time(), 0
    while rounds == 0 or time.process_time() - start < 2:
        for page in pages:
            clean(page)
        rounds += 1
    return found, (time.process_time() - start) / rounds


def trafilatura_pages(pages):
    import trafilatura

    return timed(lambda page: trafilatura.extract(page[0], include_comments=False) or "", pages)


def justext_pages(pages):
    import justext

    everything = frozenset().union(*(justext.get_stoplist(name) for name in justext.get_stoplists()))
    lists = {code: justext.get_stoplist(name) for code, name in STOPLISTS.items() if name in justext.get_stoplists()}
    lists["en"] = justext.get_stoplist("English")

    def clean(page):
        paragraphs = justext.justext(page[0].encode(), lists.get(page[1], everything), encoding="utf-8")
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return timed(clean, pages)


def one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def program_time(program, arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [program, "extract", *arguments], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=one_core if hasattr(os, "sched_setaffinity") else None,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def newsprint_pages(program, texts):
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        pages, out = work / "pages", work / "out"
        pages.mkdir()
        for at, text in enumerate(texts):
            (pages / f"{at:06}.txt").write_text(text, encoding="utf-8")
        subprocess.run(
            [program, "extract", "--format", "text", "--body", "--out", out, pages],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        bodies = (out / f"{at:06}.txt" for at in range(len(texts)))
        found = [file.read_text(encoding="utf-8") if file.exists() else "" for file in bodies]
        (work / "empty.txt").write_text("An empty page.\n", encoding="utf-8")
        rounds = max(1, 8_000_000 // max(1, sum(len(text.encode()) for text in texts)))
        many = work / "many"
        many.mkdir()
        for turn in range(rounds):
            for at, text in enumerate(texts):
                (many / f"{turn:05}-{at:06}.txt").write_text(text, encoding="utf-8")
        start = min(program_time(program, [work / "empty.txt"]) for _ in range(3))
        return found, max(1e-6, (program_time(program, [many]) - start) / rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=BUILT, help="the newsprint to run; the built one where it is left out")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, metavar="FOLDER|FILE")
    arguments = parser.parse_args()
    if not arguments.paths:
        pages = list(sample_corpus())
    elif len(arguments.paths) == 1 and arguments.paths[0].is_dir():
        pages = list(folder(arguments.paths[0]))
    else:
        pages = list(files(arguments.paths))
    if not pages:
        sys.exit("no pages: a folder needs gold/NAME.txt, and pages/NAME.txt or resiliparse/NAME.txt")
    texts = [text for _, text, _, _ in pages]
    golds = [gold for _, _, gold, _ in pages]
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(pages)} pages, {size:,} bytes of text")
    wrapped = [(as_html(text), language) for _, text, _, language in pages]
    runs = {"newsprint": lambda: newsprint_pages(arguments.program, texts)}
    runs["trafilatura"] = lambda: trafilatura_pages(wrapped)
    runs["jusText"] = lambda: justext_pages(wrapped)
    own = None
    print(f"{'':12} {'body F1':>8} {'MB/s a core':>12} {'times as long':>14}")
    for name, run in runs.items():
        try:
            found, seconds = run()
        except ImportError as error:
            print(f"{name:12} is not installed: {error}")
            continue
        own = own or seconds
        known = [f1(gold, body) for gold, body in zip(golds, found) if gold is not None]
        mean = f"{sum(known) / len(known):.3f}" if known else "-"
        print(f"{name:12} {mean:>8} {size / seconds / 1e6:12.2f} {seconds / own:14.1f}")


if __name__ == "__main__":
    main()
