"""links: what a document fetches from elsewhere when it is opened; nothing of it comes into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.annex.word.section import name_of
from coatxl.workbook.faults import printable

if TYPE_CHECKING:
    from docx.document import Document

_FOLLOWED_BY_A_CLICK, _TEMPLATE = "hyperlink", "attachedTemplate"
_MOST_TARGET = 60


def cut_links(document: Document) -> list[str]:
    """Cut the link to the template that a file was made from, and return the targets of all others.

    Word writes that link into every file made from a .dotx, and fetches it, also over the network, at each opening.
    Hyperlinks wait for a click and stay.
    """
    package = document.part.package
    others: list[str] = []
    for owner in (package, *package.iter_parts()):
        for number, relation in list(owner.rels.items()):
            if not relation.is_external:
                continue
            kind = relation.reltype.rpartition("/")[2]
            if kind == _TEMPLATE and hasattr(owner, "element"):
                for element in list(owner.element.iter(name_of(_TEMPLATE))):
                    element.getparent().remove(element)
                del owner.rels[number]
            elif kind != _FOLLOWED_BY_A_CLICK:
                others.append(printable(relation.target_ref, _MOST_TARGET))
    return list(dict.fromkeys(others))
