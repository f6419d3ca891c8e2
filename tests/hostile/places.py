"""Files that are no regular files, and file names that no program expects."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from hostile.case import EITHER, READABLE, REFUSED, placed
from hostile.package import paper

FILES, NAMES = "files", "file names"
GOOD = "好.xlsx"


def _good(folder, name=GOOD):
    target = folder / name
    target.write_bytes(paper())
    return target


@placed(FILES, READABLE, sample=True)
def owner_and_dot_files(folder):
    _good(folder)
    (folder / "~$好.xlsx").write_bytes(b"\x05Admin" + bytes(159))
    (folder / ".藏.xlsx").write_bytes(b"x")
    return folder


@placed(FILES, EITHER)
def owner_file_alone(folder):
    target = folder / "~$好.xlsx"
    target.write_bytes(b"\x05Admin" + bytes(159))
    return target


@placed(FILES, EITHER)
def folder_named_like_a_workbook(folder):
    _good(folder)
    (folder / "里.xlsx").mkdir()
    _good(folder / "里.xlsx")
    return folder


@placed(FILES, REFUSED, sample=True)
def fifo(folder):
    os.mkfifo(folder / "管道.xlsx")
    _good(folder)
    return folder


@placed(FILES, REFUSED)
def fifo_alone(folder):
    os.mkfifo(folder / "管道.xlsx")
    return folder / "管道.xlsx"


@placed(FILES, REFUSED)
def unix_socket(folder):
    with socket.socket(socket.AF_UNIX) as end, contextlib.chdir(folder):  # its address holds no more than 107 bytes
        end.bind("s.xlsx")
    return folder


def _link(name, target):
    def build(folder):
        (folder / f"{name}.xlsx").symlink_to(target)
        _good(folder)
        return folder

    build.__name__ = name
    return build


for _name, _target in {"link_to_zero": "/dev/zero", "link_to_random": "/dev/urandom", "link_to_full": "/dev/full", "link_to_tty": "/dev/tty",
                       "link_to_itself": "link_to_itself.xlsx", "link_to_nowhere": "没有这个文件", "link_to_memory": "/proc/self/mem"}.items():  # fmt: skip
    placed(FILES, EITHER if _name == "link_to_memory" else REFUSED, sample=_name == "link_to_zero")(
        _link(_name, _target)
    )


@placed(FILES, EITHER)
def link_to_the_parent(folder):
    _good(folder)
    (folder / "上.xlsx").symlink_to("..")
    (folder / "环").symlink_to(folder, target_is_directory=True)
    return folder


@placed(FILES, EITHER)
def mode_000(folder):
    _good(folder).chmod(0)
    return folder


@placed(FILES, EITHER)
def folder_of_mode_000(folder):
    _good(folder)
    inner = folder / "里"
    inner.mkdir()
    _good(inner)
    inner.chmod(0)
    return folder


@placed(FILES, REFUSED, preflight=True, sample=True)
def sparse_of_eight_gib(folder):
    target = folder / "稀疏.xlsx"
    with target.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(8 << 30)
    return target


@placed(FILES, REFUSED)
def sparse_just_below_the_limit(folder):
    target = folder / "稀疏.xlsx"
    with target.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(99 << 20)
    return target


ODD_NAMES = (
    "换\n行.xlsx", "制\t表.xlsx", "\x1b[31m红\x1b[0m.xlsx", "😀𠮷.xlsx", "尾 .xlsx ", " 首.xlsx", "-h.xlsx", "--output=x.xlsx", "=1+1.xlsx", "@SUM.xlsx",
    "'单'.xlsx", '"双".xlsx', "$(touch x).xlsx", "`id`.xlsx", "%TEMP%%s%n.xlsx", "\u202egnp.xlsx", "[a-z]*.xlsx", "a?b.xlsx", "{0}.xlsx", "大.XLSX",
    "[bold]x[red].xlsx", "a#b&c;d.xlsx", "e\u0301.xlsx", "\u0085\u2028.xlsx", "漆" * 80 + ".xlsx",
)  # fmt: skip


@placed(NAMES, READABLE, sample=True)
def odd_names_that_read(folder):
    for name in ODD_NAMES:
        _good(folder, name)
    (folder / os.fsdecode(b"\xff\xfe\xb2\xe2.xlsx")).write_bytes(paper())
    return folder


@placed(NAMES, REFUSED, sample=True)
def odd_names_that_do_not(folder):
    for name in ODD_NAMES:
        (folder / name).write_bytes(b"%PDF-1.7")
    (folder / os.fsdecode(b"\xff\xfe\xb2\xe2.xlsx")).write_bytes(b"%PDF-1.7")
    return folder


@placed(NAMES, READABLE)
def no_extension(folder):
    return _good(folder, "底稿")


@placed(NAMES, READABLE)
def leading_dash(folder):
    return _good(folder, "-h.xlsx")


@placed(NAMES, READABLE)
def not_utf8_alone(folder):
    return _good(folder, os.fsdecode(b"\xff\xfe\xb2\xe2.xlsx"))


@placed(NAMES, READABLE)
def forty_folders_deep(folder):
    deep = folder.joinpath(*["很深"] * 40)
    deep.mkdir(parents=True)
    _good(deep)
    return folder


@placed(NAMES, EITHER)
def a_thousand_folders_deep(folder):
    with contextlib.chdir(folder):
        for _ in range(900):  # deeper than any one path can say
            Path("深").mkdir()
            os.chdir("深")
        Path(GOOD).write_bytes(paper())
    _good(folder)
    return folder
