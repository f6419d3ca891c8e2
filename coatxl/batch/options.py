"""Options that several verbs share; this module imports nothing heavy, as every start of the program reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from coatxl.criteria.bands import GRADES

DEFAULT_TIMEOUT = 30.0
Verb = Callable[..., Any]


def settings_options(verb: Verb) -> Verb:
    """Options that stand above coatxl.toml."""
    for option in (
        click.option(
            "--settings",
            "settings_file",
            type=click.Path(path_type=Path),
            help="用这个设置文件，不再向上查找 coatxl.toml。",
        ),
        click.option(
            "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="评价基准日，如 2026-03-31；不给时取底稿。"
        ),
        click.option("--max-grade", type=click.Choice(GRADES), help="可接受的最高控制风险等级；不给时取底稿。"),
        click.option(
            "--band-rule", type=click.Choice(["lower_inclusive", "upper_inclusive"]), help="分级界归属，默认下限含。"
        ),
    ):
        verb = option(verb)
    return verb


def execution_options(verb: Verb) -> Verb:
    """Options for folders of workbooks: on how many processors, or on which cluster, and how long for one file."""
    for option in (
        click.option(
            "--executor",
            metavar="dask://HOST:PORT",
            help="交给 dask 集群检查；工作机看不到这些文件时写 dask://HOST:PORT?files=bytes，随任务传送内容。",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=1, max=3600),
            default=DEFAULT_TIMEOUT,
            help="每个文件最多用多少秒，默认 30；超过就停止并说明。",
        ),
        click.option("--resume", is_flag=True, help="使用并保存以前的结果（用户缓存文件夹）：没有变的文件不再检查。"),
        click.option("--workers", type=click.IntRange(1, 256), help="同时检查几个文件；不给时等于可用的处理器数。"),
    ):
        verb = option(verb)
    return verb
