"""View: a sequence that is made anew each time it is read, so that a report of any length needs no list in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, overload

Item_co = TypeVar("Item_co", covariant=True)


class View(Sequence[Item_co]):
    """Items that make() yields, always the same ones; a single one by its index is found by counting."""

    def __init__(self, make: Callable[[], Iterator[Item_co]], number: int) -> None:
        """Keep how the items are made, and how many they are; make is not called for none."""
        self._make = make
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Item_co]:
        return self._make() if self._number else iter(())

    @overload
    def __getitem__(self, index: int) -> Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item_co]: ...
    def __getitem__(self, index: int | slice) -> Item_co | list[Item_co]:
        if isinstance(index, slice):
            return list(self)[index]
        at = index + self._number if index < 0 else index
        if not 0 <= at < self._number:
            raise IndexError(index)
        return next(islice(self, at, None))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__: Any = None
