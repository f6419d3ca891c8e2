"""Frame of the page: head with its policy, title, counts, notices, navigation, filter; and the end with the script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from coatxl.findings import SEVERITIES, SEVERITY_WORDS, Lang, Severity, Text
from coatxl.reports import words
from coatxl.reports.html.cells import CHUNK, MARKS, line
from coatxl.reports.html.sections import CLAUSES, HEADERS
from coatxl.reports.model import RunResult, setting_words
from coatxl.workbook import style

MOST_NAMED = 20
"""Files that could not be read and are named above the findings; the list of files has them all."""
NARROW = 760
"""Pixels up to which a row is a card; the style sheet says the same."""
_TINTS: dict[Severity, str] = {"error": "red", "warning": "amber", "info": "blue"}
_SKIP = Text("跳到检查结果", "Skip to the findings")
_COUNTS = Text("数量和级别", "Counts and severities")
_FILTER = Text("筛选", "Filter")
_ALL = Text("全部", "All")
_SEARCH = Text("搜索（多个词用空格隔开）", "Search (words with spaces between)")
_RESET = Text("清除筛选", "Clear filter")
_SHOWN = Text("符合筛选的有 {n} 条，共 {all} 条：", "{n} of {all} findings fit the filter: ")
_WHOLE = Text("共 {all} 条：", "{all} findings: ")
_FOLDER = Text("{name}（{n} 个文件）", "{name} ({n} files)")
_ENTERPRISE = Text("企业：{name}（{n} 个文件）", "Enterprise: {name} ({n} files)")
_PRINTED = Text(
    "只打印前 {n} 条；请先筛选，或用 --format xlsx",
    "Only the first {n} are printed; filter first, or use --format xlsx",
)
_REST = Text("等 {n} 个，全部见“检查的文件”", "{n} in all; see the list of files")
_COMMA = Text("，", ", ")
_NAVIGATION = Text("本页内容", "On this page")


def opening(run: RunResult, lang: Lang) -> Iterator[str]:
    """Yield everything above the tables."""
    css, title = _style(lang), words.FINDINGS.pick(lang)
    policy = f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(_script())}'; base-uri 'none'; form-action 'none'"
    yield f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta name="referrer" content="no-referrer">\n<meta name="generator" content="coatxl {line(run.version)}">\n'
    yield f"<title>{title} · {line(run.title.pick(lang))}</title>\n<style>{css}</style>\n</head>\n<body>\n"
    yield f'<a class="skip" href="#findings">{_SKIP.pick(lang)}</a>\n'
    yield f"<header><h1>{title}</h1><p>{line(words.provenance(run, lang))}</p></header>\n<main>\n"
    yield from _strip(run, lang)
    yield from _notices(run, lang)
    yield from _navigation(run, lang)
    if run.findings:
        yield from _filter(lang)


def closing(run: RunResult, lang: Lang) -> Iterator[str]:
    """Yield what stands below the tables; the mark at the end says whose output this is before it is replaced."""
    yield f"</main>\n<footer>{line(words.provenance(run, lang))}</footer>\n"
    yield f"<script>{_script()}</script>\n</body>\n</html>\n<!--coatxl {line(run.version)}-->\n"


def _strip(run: RunResult, lang: Lang) -> Iterator[str]:
    """The counts as large numbers, which the script turns into switches; beside them settings and standard."""
    yield f'<div class="strip"><fieldset><legend>{_COUNTS.pick(lang)}</legend>\n'
    for severity in SEVERITIES:
        mark, number = MARKS[severity], getattr(run.summary, severity)
        yield f'<label class="figure {mark}"><input type="checkbox" value="{mark}" checked autocomplete="off" hidden>'
        yield f"<b>{number}</b> <span>{SEVERITY_WORDS[severity].pick(lang)}</span></label>\n"
    yield f'</fieldset><p class="figure"><b>{run.summary.files}</b> <span>{words.files_word(run.summary, lang)}</span></p>\n'
    yield "<dl>"
    if run.shared_settings:
        yield _term(words.SETTINGS, setting_words(run.shared_settings, lang), lang)
    yield _term(words.STANDARD, run.title.pick(lang), lang) + "</dl></div>\n"


def _term(label: Text, text: str, lang: Lang) -> str:
    return f"<div><dt>{label.pick(lang)}</dt><dd>{line(text)}</dd></div>"


def _notices(run: RunResult, lang: Lang) -> Iterator[str]:
    if run.partial:
        yield f'<p class="notice">{words.PARTIAL.pick(lang)}</p>\n'
    if not run.unreadable:
        return
    yield f'<div class="notice"><strong>{words.UNREADABLE.pick(lang)}</strong><ul>\n'
    for at, file in enumerate(run.unreadable):
        if at == MOST_NAMED:
            yield f'<li><a href="#files">{_REST.pick(lang).format(n=len(run.unreadable))}</a></li>\n'
            break
        yield f"<li>{line(words.unreadable_words(file, lang))}</li>\n"
    yield "</ul></div>\n"


def _navigation(run: RunResult, lang: Lang) -> Iterator[str]:
    entries = [("findings", words.FINDINGS, len(run.findings)), ("accepted", words.ACCEPTED, len(run.accepted))]
    entries.append(("not-run", words.NOT_RUN, len({each.rule for each in run.not_run})))
    yield f'<nav aria-label="{_NAVIGATION.pick(lang)}"><ul>'
    for name, title, number in entries:
        if number or name != "accepted":
            yield f'<li><a href="#{name}">{title.pick(lang)}</a> {number}</li>'
    if run.findings:
        yield f'<li><a href="#clauses">{CLAUSES.pick(lang)}</a></li>'
    yield f'<li><a href="#files">{words.FILES.pick(lang)}</a> {run.summary.files}</li></ul></nav>\n'


def _filter(lang: Lang) -> Iterator[str]:
    """The form is shown by the script, which fills it from the tables of clauses and files."""
    texts = {
        "shown": _SHOWN,
        "whole": _WHOLE,
        "folder": _FOLDER,
        "enterprise": _ENTERPRISE,
        "printed": _PRINTED,
        "comma": _COMMA,
    }
    data = " ".join(f'data-{name}="{text.pick(lang)}"' for name, text in texts.items())
    whole = f'<option value="">{_ALL.pick(lang)}</option>'
    yield f'<form class="filter" role="search" aria-label="{_FILTER.pick(lang)}" data-page="{CHUNK}" {data} hidden>\n'
    for name, label in (("clause", words.CLAUSE), ("file", words.FILE)):
        yield f'<label class="{name}">{label.pick(lang)} <select name="{name}" autocomplete="off">{whole}</select></label>\n'
    yield f'<label class="words">{_SEARCH.pick(lang)} <input type="search" name="words" autocomplete="off"></label>\n'
    yield f'<button type="reset">{_RESET.pick(lang)}</button>\n<p role="status" aria-live="polite"></p></form>\n'


def _style(lang: Lang) -> str:
    """The style sheet, with the colours of our workbooks."""
    colours = {
        "navy": style.NAVY, "header-line": style.HEADER_LINE, "line": style.LINE, "faint": style.FAINT_LINE,
        "grey": style.CALCULATED, "muted": style.MUTED, "link": style.LINK, "focus": style.PROGRESS,
    }  # fmt: skip
    for name, (text, fill) in style.TINTS.items():
        colours |= {f"{name}-text": text, f"{name}-fill": fill}
    tints = [
        f".{MARKS[each]} {{ --text: var(--{tint}-text); --fill: var(--{tint}-fill); }}" for each, tint in _TINTS.items()
    ]
    variables = " ".join(f"--{name}: {colour};" for name, colour in colours.items())
    return "\n".join([f":root {{ {variables} }}", *tints, _labels(lang), _resource("page.css")])


def _labels(lang: Lang) -> str:
    """The headers of values whose header row is not seen."""
    names = {
        "findings": (words.VALUE, words.FIX),
        "accepted": (words.REASON,),
        "not-run": HEADERS["not-run"],
        "files": HEADERS["files"][1:],
    }
    rules = [
        f'.{name} td:nth-child({HEADERS[name].index(header) + 1})::before {{ content: "{words.joined(header, "", lang)}"; }}'
        for name, headers in names.items()
        for header in headers
    ]
    return f"@media screen and (max-width: {NARROW}px) {{ {' '.join(rules)} }}"


def _script() -> str:
    return _resource("page.js")


def _resource(name: str) -> str:
    # A checkout on Windows may end lines in CRLF, and a browser takes the hash of what it reads, which is LF.
    return files(__package__).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
