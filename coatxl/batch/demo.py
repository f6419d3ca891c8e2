"""demo: three working papers of the standard's own example, checked and assembled before the person's eyes."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from coatxl.batch.annexes import BOTH, Wish, write_annexes
from coatxl.batch.consolidated import write_consolidated
from coatxl.batch.folder import jobs
from coatxl.batch.papers import Outcome, filled_paper
from coatxl.batch.run import SettingsFor, run
from coatxl.findings import Lang, Text
from coatxl.reports import FORMATS, text
from coatxl.standards.coating.demo_papers import PAPERS
from coatxl.workbook.save import write_bytes_atomically

PAPERS_FOLDER, RESULTS_FOLDER = "底稿", "结果"


def play(folder: Path, out: TextIO, *, lang: Lang = "zh") -> int:
    """Write the papers and everything that coatxl makes of them to a folder; 0 when all went as it should.

    The folder can be used again: the demo's own files are written anew, nothing else is touched.
    """
    papers, results = folder / PAPERS_FOLDER, folder / RESULTS_FOLDER
    papers.mkdir(parents=True, exist_ok=True)
    results.mkdir(exist_ok=True)
    _say(out, lang, f"1. 写出三份示例底稿：{papers}", f"1. Three working papers: {papers}")
    for make in PAPERS:
        paper = make()
        filled_paper(papers / f"{paper.name}.xlsx", paper)
        _say(out, lang, f"   {paper.name}.xlsx", f"   {paper.name}.xlsx")

    settings_for = SettingsFor()
    found = jobs([papers])
    _say(out, lang, f'\n2. 检查：coatxl check "{papers}"\n', f'\n2. Check: coatxl check "{papers}"\n')
    result = run(found, settings_for, lang=lang)
    text.show(result, out, lang=lang)
    findings = results / "检查结果.xlsx"
    content = FORMATS["xlsx"](result, lang=lang, output=findings)
    write_bytes_atomically(findings, content)
    _say(
        out,
        lang,
        f"\n3. 同样的结果，点“位置”可回到单元格：{findings}",
        f"\n3. The same with links to the cells: {findings}",
    )

    _say(out, lang, "\n4. 附表：coatxl annex", "\n4. Annex tables: coatxl annex")
    _tell(out, write_annexes(found, settings_for, results, wish=Wish(BOTH), lang=lang, force=True))
    _say(out, lang, "\n5. 隐患清单和统计：coatxl dangers", "\n5. Consolidated 隐患清单: coatxl dangers")
    _tell(out, write_consolidated(found, settings_for, results / "隐患清单.xlsx", lang=lang))
    _next(out, lang, papers)
    return 0


def _say(out: TextIO, lang: Lang, zh: str, en: str) -> None:
    out.write(Text(zh, en).pick(lang) + "\n")


def _tell(out: TextIO, outcome: Outcome) -> None:
    out.writelines(f"   {line}\n" for line in outcome.lines)


def _next(out: TextIO, lang: Lang, papers: Path) -> None:
    paper = papers / "喷漆作业专项评价.xlsx"
    _say(
        out, lang,
        "\n接下来可以试：\n"
        f'   打开 {paper}，删去一条检查项目再存盘，然后 coatxl check "{paper}"\n'
        "   coatxl rules CX8.2-02      这条规则查什么\n"
        "   coatxl new                 生成自己的空白底稿",
        "\nWhat to try next:\n"
        f'   open {paper}, delete a checklist item, save, and run coatxl check "{paper}"\n'
        "   coatxl rules CX8.2-02 --lang en\n"
        "   coatxl new                 an empty working paper of your own",
    )  # fmt: skip
