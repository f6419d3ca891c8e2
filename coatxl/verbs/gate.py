"""The verb `coatxl gate` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl import __version__
from coatxl.batch.options import execution_options, settings_options
from coatxl.verbs.options import FORCE, LANG, OUTPUT, PATHS, PHOTOS, UNREADABLE, deliver, format_of

if TYPE_CHECKING:
    from coatxl.findings import Lang

_FAILED = 1
_FORMATS = ("text", "json", "xlsx", "docx", "html")
_FILES = ("xlsx", "docx", "html")


@click.command()
@PATHS
@click.option(
    "--format",
    "-f",
    "name",
    type=click.Choice(_FORMATS),
    help="结果的格式；不给时按 --output 的后缀，否则 text。",
)
@OUTPUT
@LANG
@FORCE
@PHOTOS
@execution_options
@settings_options
def gate(
    paths: tuple[Path, ...], name: str | None, output: Path | None, lang: Lang, *, force: bool, **options: object
) -> int:
    """送审前闸口：应急〔2023〕99号的失实、虚假情形和报告内容，逐项给出通过、不通过或无法机检，指出单元格。

    输入不全的写“无法机检”，不算通过。退出码 0：各项都通过；1：有不通过或无法机检的；3：有文件读不了。
    """
    from coatxl.batch.arguments import execution_of, jobs_of, settings_of
    from coatxl.batch.gate import pass_gate, subject_of
    from coatxl.batch.outputs import may_write
    from coatxl.batch.progress import progress
    from coatxl.reports import gate_html, gate_report
    from coatxl.standards.coating import standard

    name = format_of(name, output, _FORMATS)
    jobs = jobs_of(paths)
    settings_for, execution = settings_of(options, jobs), execution_of(options)
    target = Path(f"送审前闸口.{name}") if output is None and name in _FILES else output
    if target is not None:
        may_write(target, jobs, force=force)
    with progress(jobs) as notice:
        answers, files = pass_gate(jobs, settings_for, lang=lang, notice=notice, execution=execution)
    subject = subject_of(files)
    if name == "docx" and target is not None:
        from coatxl.annex import docx
        from coatxl.standards.coating.annexes.gate import block

        docx.write([block(answers, files, subject)], target, title=gate_report.TITLE.zh)
        click.echo(f"已写出 {target}", err=True)
    elif name == "json":
        deliver(
            gate_report.as_json(answers, files, version=__version__, standard=standard.NAME, lang=lang), target, jobs
        )
    elif name == "xlsx":
        book = gate_report.as_xlsx(answers, files, version=__version__, subject=subject, lang=lang, output=target)
        deliver(book, target, jobs)
    elif name == "html":
        deliver(gate_html.as_html(answers, files, version=__version__, subject=subject, lang=lang), target, jobs)
    else:
        deliver(gate_report.text(answers, files, lang=lang).encode("utf-8", "backslashreplace"), target, jobs)
    if any(file.status == "unreadable" for file in files):
        return UNREADABLE
    return _FAILED if any(answer.verdict != "通过" for answer in answers) else 0
