"""What a person says of products of a run, as events: checked against its records, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Action, Event
from skuscribe.decisions.store import Decisions, now
from skuscribe.run.products import Fields, photos_of, records_of, value_of


def decide(
    run: Path, action: Action, products: Iterable[str], by: str, field: str = "", after: str = ""
) -> list[Event]:
    """Keep what was decided about products, all or none; when this returns it is on the disk.

    Args:
        run: folder of the run.
        action: what is done to each of them.
        products: their ids.
        by: who decides.
        field: JSON pointer of what is changed, see `field_of`; empty else.
        after: what it should say.

    Returns:
        One event a product, in the order they were named.

    Raises:
        SkuscribeError: `decision.invalid`, a product has no record; `run.invalid`.
    """
    wanted = dict.fromkeys(products)
    found = {record["id"]: record for record in records_of(run) if record["id"] in wanted}
    if missing := [id for id in wanted if id not in found]:
        said = f"no product of the run is '{missing[0]}'"
        raise SkuscribeError(ErrorCode.DECISION_INVALID, said)
    events = [_event(found[id], action, by, field, after) for id in wanted]
    with Decisions(run) as store:
        store.note(*events)
    return events


def _event(record: Fields, action: Action, by: str, field: str, after: str) -> Event:
    return Event(
        product=record["id"],
        photos=photos_of(record),
        action=action,
        by=by,
        at=now(),
        field=field,
        before=value_of(record, field) if field else "",
        after=after,
    )
