"""Put each change into the components whose paths it has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from board.sql.copy import copy_in
from board.sql.one_of import OneOf
from flow.delivery.globs import Globs
from flow.delivery.models import Change, Component, ComponentChange, Repository

A_BATCH = 2000
SORTED_BY = (
    *("paths", "part_of_id", "is_gone", "is_from_log", "added_by_path", "removed_by_path"),
    *("told_files", "told_added", "told_removed"),
)


def sort_into_components(
    repository: Repository, changes: Collection[int], components: Iterable[Component] | None = None
) -> None:
    """Write to which components these changes belong, by their paths and those of their parts."""
    components = list(repository.components.all()) if components is None else list(components)
    globs = {each.pk: Globs(each.paths) for each in components}
    left_out = Globs(repository.left_out)
    for some in batched(changes, A_BATCH):
        _sort(some, globs, left_out)


def _sort(changes: Collection[int], globs: Mapping[int, Globs], left_out: Globs) -> None:
    rows = list(Change.objects.filter(OneOf("pk", changes)).only(*SORTED_BY))
    paths = _paths_of_parts(rows)
    wanted: set[tuple[int, int]] = set()
    for change in rows:
        own = paths.get(change.pk, change.paths)
        if change.pk in paths:
            change.measure(left_out, own)
        if change.part_of_id is None and not change.is_gone:
            wanted.update((change.pk, pk) for pk, of in globs.items() if of.hold(own))
    Change.objects.bulk_update(
        [each for each in rows if each.pk in paths], ["files", "added", "removed"]
    )
    links = ComponentChange.objects.filter(OneOf("change", changes), OneOf("component", globs))
    there = {
        (change, component): (pk, is_named)
        for pk, change, component, is_named in links.values_list(
            "pk", "change", "component", "is_named"
        )
    }
    old = [pk for key, (pk, is_named) in there.items() if key not in wanted and not is_named]
    if old:
        ComponentChange.objects.filter(pk__in=old).delete()
    copy_in(ComponentChange, ["change_id", "component_id"], sorted(wanted - there.keys()))


def _paths_of_parts(changes: Iterable[Change]) -> dict[int, list[str]]:
    """The paths of these changes with those of their parts, where they are known and not from a log."""
    open_ = {each.pk: each for each in changes if not each.is_from_log}
    if not open_:
        return {}
    by_change: defaultdict[int, set[str]] = defaultdict(set)
    parts = Change.objects.filter(OneOf("part_of", open_)).values_list("part_of", "paths")
    for change, paths in parts:
        if change is not None:
            by_change[change].update(paths or ())
    return {pk: sorted({*paths, *(open_[pk].paths or ())}) for pk, paths in by_change.items()}


def batched(items: Collection[int], size: int) -> Iterator[list[int]]:
    """The items in lists of limited length, in order."""
    ordered = sorted(items)
    for begin in range(0, len(ordered), size):
        yield ordered[begin : begin + size]
