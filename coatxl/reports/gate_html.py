"""The gate as one offline page that prints on A4; no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coatxl.findings import Lang, Text
from coatxl.reports.gate_model import GateAnswer, setting_lines
from coatxl.reports.gate_report import BY_HAND, TINTS, TITLE, acceptances, asides, counts, reasons, verdict_words, where
from coatxl.reports.inert import inert
from coatxl.reports.model import FileResult
from coatxl.workbook.style import LINE, MUTED, NAVY
from coatxl.workbook.style import TINTS as COLOURS

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ font: 15px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #1a1a1a; margin: 0 auto;
  max-width: 62rem; padding: 1.2rem; }}
h1 {{ font-size: 1.5rem; color: {NAVY}; margin: 0; }}
.sub {{ color: {MUTED}; margin: .2rem 0 1rem; overflow-wrap: anywhere; }}
ol {{ list-style: none; margin: 0; padding: 0; }}
li {{ border: 1px solid {LINE}; border-left: .4rem solid {LINE}; border-radius: 4px; margin: .5rem 0; padding: .55rem .8rem;
  break-inside: avoid; }}
h2 {{ font-size: 1rem; margin: 0; display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; }}
.verdict {{ font-size: .85rem; padding: .05rem .55rem; border-radius: 3px; font-weight: 700; white-space: nowrap; }}
.id, .kind {{ color: {MUTED}; font-weight: 400; font-size: .85rem; }}
p {{ margin: .25rem 0 0; overflow-wrap: anywhere; }}
.place {{ font-weight: 700; }}
.rules {{ color: {MUTED}; font-size: .7rem; }}
.more {{ color: {MUTED}; font-size: .85rem; }}
@media print {{ @page {{ size: A4; margin: 14mm; }} body {{ padding: 0; font-size: 10.5pt; }}
  .verdict {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }} }}
"""


def as_html(
    answers: Sequence[GateAnswer], files: Sequence[FileResult], *, version: str, subject: str, lang: Lang = "zh"
) -> bytes:
    """Return the page: every item with its verdict, every cell behind a failed one, every check that did not run."""
    tints = "".join(
        f".{name} .verdict {{ color: {text}; background: {fill}; }} .{name} {{ border-left-color: {text}; }}\n"
        for name, (text, fill) in COLOURS.items()
        if name in TINTS.values()
    )
    title = TITLE.pick(lang)
    digests = "".join(
        f'<p class="more">{_text(file.path)}{f"　SHA-256 {file.sha256}" if file.sha256 else ""}</p>' for file in files
    )
    settings = "".join(f'<p class="more">{_text(line)}</p>' for line in setting_lines(files, lang))
    page = (
        f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}{tints}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f'<p class="sub">{_text(subject)}　{_text(counts(answers, lang))}</p>\n<ol>\n'
        + "".join(_item(answer, lang) for answer in answers)
        + f'</ol>\n{settings}{digests}<p class="more">coatxl {_text(version)}</p>\n</main>\n</body>\n</html>\n'
    )
    return page.encode("utf-8", "backslashreplace")


def _item(answer: GateAnswer, lang: Lang) -> str:
    word = verdict_words(answer, lang)
    lines = [
        f'<p><span class="place">{_text(where(f))}</span>　{_text(f.message)} <span class="id">{_text(f.rule)}</span></p>\n'
        for f in answer.cells
    ]
    not_run = Text("未执行", "Not run").pick(lang)
    lines += [f'<p class="more">{not_run} {_text(each)}</p>\n' for each in reasons(answer, lang)]
    lines += [f'<p class="more">{_text(each)}</p>\n' for each in (*acceptances(answer, lang), *asides(answer, lang))]
    lines.append(f'<p class="more">{_text(BY_HAND.pick(lang).format(person=answer.person.pick(lang)))}</p>\n')
    behind = Text("所依据的规则", "Rules behind it").pick(lang)
    lines.append(f'<p class="rules">{behind} {_text(" ".join(answer.rules))}</p>\n')
    return (
        f'<li class="{TINTS[answer.verdict]}"><h2><span class="id">{_text(answer.id)}</span>'
        f'<span class="verdict">{word}</span><span>{_text(answer.title.pick(lang))}</span>'
        f'<span class="kind">{_text(answer.kind.pick(lang))}</span></h2>\n{"".join(lines)}</li>\n'
    )


def _text(text: str) -> str:
    return escape(inert(text))
