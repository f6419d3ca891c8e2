"""What a person types: parse, call one function, render, exit; what is heavy is imported inside the verbs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coatxl import __version__
from coatxl.batch.options import execution_options, settings_options
from coatxl.doctor.verbs import addin, doctor
from coatxl.verbs.chain import chain
from coatxl.verbs.checklist import checklist
from coatxl.verbs.conclude import conclude
from coatxl.verbs.dangers import dangers
from coatxl.verbs.diff import diff
from coatxl.verbs.gate import gate
from coatxl.verbs.merge import merge
from coatxl.verbs.options import FORCE, LANG, OUTPUT, PATHS, PHOTOS, format_of
from coatxl.verbs.photos import photos
from coatxl.verbs.standards import standards

if TYPE_CHECKING:
    from coatxl.batch.folder import Job
    from coatxl.findings import Lang, Severity

CHECK_FORMATS = ("text", "json", "xlsx", "html", "sarif", "junit")
USAGE, UNREADABLE, INTERRUPTED = 2, 3, 130
_TYPED = click.core.ParameterSource.COMMANDLINE
EXIT_CODES = (
    (0, "没有达到 --fail-on 级别的问题", "no finding at or above --fail-on"),
    (1, "有达到 --fail-on 级别的问题（默认：错误）", "findings at or above --fail-on (default: error)"),
    (USAGE, "用法或设置不对，或结果写不出去", "wrong usage or settings, or an output that cannot be written"),
    (UNREADABLE, "有文件读不了，其余的照常检查", "some input could not be read; the rest was checked"),
    (INTERRUPTED, "按 Ctrl-C 中断，已查完的照常报告", "stopped by Ctrl-C; what was finished is reported"),
)


class Refused(click.ClickException):
    """One line on stderr and exit code 2."""

    exit_code = USAGE

    def show(self, file: Any = None) -> None:  # noqa: ANN401 — click's signature
        """Print the line without click's English prefix."""
        click.echo(f"错误：{self.message}", file=file or sys.stderr)


# As the work goes: from the first look to the report, then what is looked up and set up.
ORDER = (
    "demo", "new", "check", "chain", "checklist", "dangers", "photos", "conclude", "standards", "annex", "gate", "merge", "diff",
    "rules", "doctor", "addin",
)  # fmt: skip


class Workflow(click.Group):
    """Lists the verbs in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in order; one that has no place yet comes last."""
        del ctx
        return sorted(self.commands, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


@click.group(
    cls=Workflow,
    commands=[addin, chain, checklist, conclude, dangers, diff, doctor, gate, merge, photos, standards],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\n退出码：\n" + "\n".join(f"{code:>4}  {zh}" for code, zh, _ in EXIT_CODES),
)
@click.version_option(__version__, "-V", "--version", message="coatxl %(version)s", help="显示版本。")
def cli() -> None:
    """检查涂装企业安全现状评价底稿，汇编附表和隐患清单。 Check and assemble safety evaluators' working papers."""


@cli.command()
@PATHS
@click.option(
    "--format", "-f", "name", type=click.Choice(CHECK_FORMATS), help="结果的格式；不给时按 --output 的后缀，否则 text。"
)
@OUTPUT
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), default="error", help="从哪一级起退出码为 1。"
)
@PHOTOS
@LANG
@FORCE
@execution_options
@settings_options
def check(
    paths: tuple[Path, ...],
    name: str | None,
    output: Path | None,
    fail_on: Severity,
    lang: Lang,
    *,
    force: bool,
    **options: object,
) -> int:
    """按导则条款检查底稿（文件或整个文件夹），指出每个问题所在的单元格。"""
    from coatxl.batch.arguments import execution_of, jobs_of, settings_of
    from coatxl.batch.outputs import may_write, set_aside
    from coatxl.batch.progress import progress
    from coatxl.batch.run import run
    from coatxl.findings import exit_code
    from coatxl.reports import pieces, text
    from coatxl.reports.words import summary_line

    name = format_of(name, output, CHECK_FORMATS)
    jobs, execution = jobs_of(paths), execution_of(options)
    settings_for = settings_of(options, jobs)
    if name in ("xlsx", "html") and output is None:
        output = Path(f"检查结果.{name}")
    if output is not None:
        may_write(output, jobs, force=force)
    with progress(jobs) as notice:
        result = run(jobs, settings_for, lang=lang, notice=notice, execution=execution)
    if output is not None:
        written = _write(output, pieces(name, result, lang=lang, output=output), jobs)
        for line in set_aside(output, written, lang):
            click.echo(line, err=True)
        if name != "json":
            click.echo(f"{summary_line(result.summary, lang)}\n已写出 {written}", err=True)
    elif name == "text":
        text.show(result, sys.stdout, lang=lang)
    else:
        sys.stdout.buffer.writelines(pieces(name, result, lang=lang))
    if result.partial:
        return INTERRUPTED
    return exit_code(result.findings, fail_on=fail_on, unreadable=len(result.unreadable))


@cli.command()
@click.argument("place", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--band-rule", type=click.Choice(["lower_inclusive", "upper_inclusive"]), help="分级界归属，默认下限含。")
@click.option("--rows", type=click.IntRange(20, 5000), default=100, help="每张表预备的行数，默认 100。")
@click.option("--with-addin", is_flag=True, help="加载项版：多两列，用加载项函数算风险等级并核对。")
@click.option("--example", is_flag=True, help="生成一份填好的示例（虚构的涂装工厂，每张表都填写），不与其他选项同用。")
@FORCE
def new(place: Path | None, band_rule: str | None, rows: int, *, with_addin: bool, example: bool, force: bool) -> int:
    """生成一份空白底稿，或一份填好的示例。"""
    from coatxl.batch.outputs import folder_of
    from coatxl.batch.papers import example_paper, new_paper, place_of

    context = click.get_current_context()
    asked = [n for n in ("band_rule", "rows", "with_addin") if context.get_parameter_source(n) is _TYPED]
    if example and asked:
        raise Refused("--example 是填好的底稿，不能同时给 --band-rule、--rows 或 --with-addin")
    target = place_of(place, addin=with_addin, example=example)
    if target.exists() and not force:
        raise Refused(f"{target} 已存在，没有覆盖；换一个文件名，或加 --force")
    folder_of(target)
    if example:
        example_paper(target)
        click.echo(
            f'已生成 {target}，企业和数据都是虚构的；检查：coatxl check "{target}"，附表：coatxl annex "{target}"'
        )
        return 0
    new_paper(target, band_rule=band_rule, rows=rows, addin=with_addin)
    click.echo(f'已生成 {target}，用 Excel、WPS 或 LibreOffice 打开填写；填完后运行 coatxl check "{target}"')
    return 0


@cli.command()
@PATHS
@click.option(
    "--format", "-f", "name", type=click.Choice(["xlsx", "docx", "both"]), help="附表的格式；不给时按 --output 的后缀。"
)
@click.option("--template", type=click.Path(path_type=Path), help="填写这个 .docx 模板中的占位符，如 {{企业名称}}。")
@PHOTOS
@click.option("--notice", is_flag=True, help="另按企业写出隐患整改通知书（.docx）。")
@click.option("--all", "whole", is_flag=True, help="12.2 所列的全部报告表格，编号、有目录，默认 Excel 和 Word 各一份。")
@OUTPUT
@LANG
@FORCE
@settings_options
def annex(
    paths: tuple[Path, ...],
    name: str | None,
    template: Path | None,
    output: Path | None,
    lang: Lang,
    *,
    notice: bool,
    whole: bool,
    force: bool,
    **options: object,
) -> int:
    """从底稿汇编附表（Excel、Word）：风险点划分、危害因素描述、关系表、安全检查表、风险评价汇总、隐患清单、整改前后对照。"""
    from coatxl.batch.annexes import wish_of, write_annexes
    from coatxl.batch.arguments import jobs_of, settings_of

    wish = wish_of(name, output=output, template=template, notice=notice, whole=whole)
    jobs = jobs_of(paths)
    outcome = write_annexes(jobs, settings_of(options, jobs), output, wish=wish, lang=lang, force=force)
    return _tell(outcome.lines, outcome.unreadable) or (USAGE if outcome.refused else 0)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("coatxl-demo"), metavar="[FOLDER]")
@LANG
def demo(folder: Path, lang: Lang) -> int:
    """用三份示例底稿演示：检查、汇编附表、汇总隐患清单。"""
    from coatxl.batch.demo import play

    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} 是文件，不是文件夹")
    return play(folder, sys.stdout, lang=lang)


@cli.command()
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option("--format", "-f", "name", type=click.Choice(["text", "json"]), default="text", help="格式，默认 text。")
@LANG
def rules(rule_id: str | None, name: str, lang: Lang) -> int:
    """列出全部规则，或解释一条规则。"""
    from coatxl.batch.catalogue import as_json, as_text, find

    chosen = find(rule_id)
    if not chosen:
        raise Refused(f"没有规则 {rule_id}；coatxl rules 列出全部规则")
    text = (
        as_json(chosen, lang, one=rule_id is not None)
        if name == "json"
        else as_text(chosen, lang, whole=rule_id is not None)
    )
    sys.stdout.write(text)
    return 0


def _tell(lines: Sequence[str], unreadable: int) -> int:
    for line in lines:
        click.echo(line)
    return UNREADABLE if unreadable else 0


def _write(target: Path, content: Iterable[bytes], jobs: Sequence[Job]) -> Path:
    from coatxl.workbook.save import write_atomically

    def produce(draft: Path) -> None:
        with draft.open("wb") as file:
            file.writelines(content)

    return write_atomically(target, produce, sources=[job.path for job in jobs], aside=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every exception that reaches this point is one line and a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an older Windows console is GBK: show what it lacks, do not crash
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(
            args=list(arguments) if arguments is not None else None, prog_name="coatxl", standalone_mode=False
        )
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:  # click turns the one into the other where it runs a verb
        told = str(stop.__cause__ or stop) if isinstance(stop, click.Abort) else str(stop)
        click.echo(f"已中断；{told}" if told else "已中断", err=True)
        code = INTERRUPTED
    except click.UsageError as error:
        hint = f"；用法见 {error.ctx.command_path} --help" if error.ctx else ""
        click.echo(f"错误：{_usage_words(error)}{hint}", err=True)
        code = USAGE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 — the user gets one line, never a traceback
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _usage_words(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return "缺少参数 " + (error.param.make_metavar(error.ctx) if error.param and error.ctx else "")
    return " ".join(error.format_message().split())


def _explain(error: Exception) -> int:
    from coatxl.batch.failures import line_of

    if os.environ.get("COATXL_DEBUG"):
        raise error
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        click.echo(f"错误：{line_of(error)}", err=True)
    return USAGE
