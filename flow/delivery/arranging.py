"""Put the trunk of a repository in order, and each change into the components whose paths it has."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from flow.delivery import trunk
from flow.delivery.globs import Globs
from flow.delivery.models import Change, Component, ComponentChange, Repository

A_BATCH = 2000
PLACES = """
    UPDATE delivery_change SET place = told.place, part_of_id = told.part_of, is_gone = told.is_gone
    FROM unnest(%s::bigint[], %s::integer[], %s::bigint[], %s::boolean[])
        AS told (id, place, part_of, is_gone)
    WHERE delivery_change.id = told.id
"""


def arrange(repository: Repository) -> set[int]:
    """Write places and parts anew; answer the ids of the changes whose parts have changed."""
    rows = repository.changes.values_list(
        *("pk", "sha", "at", "title", "parent", "is_from_log", "pull_commits", "place"),
        "part_of",
        "is_gone",
    )
    found = list(rows)
    commits = {
        row[1]: trunk.Commit(row[1], row[2], row[3], row[4], row[5], row[6]) for row in found
    }
    pushes = [
        trunk.Pushed(before, tuple(shas), is_cut, gone)
        for before, shas, is_cut, gone in repository.pushes.values_list(
            "before", "shas", "is_cut", "gone"
        )
    ]
    pushes.sort(key=lambda push: (push.shas, push.before, push.gone))
    ids = {row[1]: row[0] for row in found}
    whole = {ids[part]: ids[change] for part, change in trunk.parts(pushes, commits).items()}
    places = {sha: place for place, sha in enumerate(trunk.in_order(commits, pushes), start=1)}
    gone = {ids[sha] for sha in trunk.gone(pushes, commits)}
    changed = [
        (pk, places[sha], whole.get(pk), pk in gone)
        for pk, sha, *_, place, part_of, is_gone in found
        if (place, part_of, is_gone) != (places[sha], whole.get(pk), pk in gone)
    ]
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(PLACES, [list(column) for column in zip(*changed, strict=True)])
    was = {row[0]: row[8] for row in found}
    was_gone = {row[0] for row in found if row[9]}
    moved = {pk for pk, _place, part_of, _gone in changed if was[pk] != part_of}
    moved |= gone ^ was_gone
    return moved | {whole[pk] for pk in moved if pk in whole} | {was[pk] for pk in moved} - {None}


def sort_into_components(
    repository: Repository, changes: Collection[int], components: Iterable[Component] | None = None
) -> None:
    """Write to which components these changes belong, by their paths and those of their parts."""
    components = list(repository.components.all()) if components is None else list(components)
    rows = list(Change.objects.filter(pk__in=changes))
    paths = _paths_of_parts(rows)
    left_out = Globs(repository.left_out)
    wanted: set[tuple[int, int]] = set()
    for change in rows:
        own = paths.get(change.pk, change.paths)
        if change.pk in paths:
            change.measure(left_out, own)
        if change.part_of_id is None and not change.is_gone:
            wanted.update((change.pk, each.pk) for each in components if each.holds(own))
    Change.objects.bulk_update(
        [each for each in rows if each.pk in paths],
        ["files", "added", "removed"],
        batch_size=A_BATCH,
    )
    links = ComponentChange.objects.filter(change__in=changes, component__in=components)
    there = {(link.change_id, link.component_id): link for link in links}
    ComponentChange.objects.filter(
        pk__in=[link.pk for key, link in there.items() if key not in wanted and not link.is_told]
    ).delete()
    ComponentChange.objects.bulk_create(
        (
            ComponentChange(change_id=change, component_id=component)
            for change, component in sorted(wanted - there.keys())
        ),
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )


def _paths_of_parts(changes: Iterable[Change]) -> dict[int, list[str]]:
    """The paths of these changes with those of their parts, where they have some and no log said."""
    open_ = {each.pk: each for each in changes if not each.is_from_log}
    found: defaultdict[int, set[str]] = defaultdict(set)
    parts = Change.objects.filter(part_of__in=open_.keys()).values_list("part_of", "paths")
    for change, paths in parts:
        if change is not None:
            found[change].update(paths or ())
    return {pk: sorted({*paths, *(open_[pk].paths or ())}) for pk, paths in found.items()}
