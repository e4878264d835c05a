"""`skuscribe tag`: photos in, records out, as cards for people or JSON for programs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.failure import writing
from skuscribe.cli.rows import one_form, print_rows
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, failed_row

if TYPE_CHECKING:
    from skuscribe.batch import Outcome
    from skuscribe.cli.show import Show
    from skuscribe.settings import Settings
    from skuscribe.subject.cutout import Ground
    from skuscribe.worker import Product

EXAMPLES = """
Examples:

skuscribe tag mug.jpg

skuscribe tag front.jpg back.jpg --product --fact brand=Nordholm

skuscribe tag photos/*.jpg --jsonl > records.jsonl

skuscribe tag photos/*.jpg --cards cards

skuscribe tag photos/*.jpg --cutouts cutouts

skuscribe tag photos/*.jpg --observed seen.jsonl
"""


def tag(
    photos: Annotated[
        list[Path],
        # One that may not be read is a row among the others, not a wrong usage.
        typer.Argument(help="Photo files.", metavar="PHOTO...", readable=False),
    ],
    product: Annotated[
        bool, typer.Option("--product", help="All photos show one product: one record.")
    ] = False,
    fact: options.Facts = None,
    as_json: options.AsJson = False,
    as_jsonl: options.AsJsonl = False,
    cards: Annotated[
        Path | None,
        typer.Option(
            help="Write a picture card for each record, and gallery.html, to this folder."
        ),
    ] = None,
    cutouts: options.Cutouts = None,
    cutout_ground: options.CutoutGround = "nothing",
    observed: Annotated[
        Path | None,
        typer.Option(
            help="Write what was seen to this file, a JSON line a product, for skuscribe settle."
        ),
    ] = None,
    explain: options.Explain = False,
    ocr: options.Ocr = None,
    read_all: options.ReadAll = None,
    lang: options.Lang = None,
    tone: options.Tone = None,
    length: options.Length = None,
    shop: options.Shop = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where a failure happened.")] = False,
) -> None:
    """Turn product photos into records: category, colours, shape, text and a description."""
    for_programs = one_form(as_json, as_jsonl)
    for folder, option in ((cards, "--cards"), (cutouts, "--cutouts")):
        if folder is not None:
            from skuscribe.cli.pictures import made

            made(folder, option)
    facts = options.facts_from(fact)
    settings = options.settings_from(
        config,
        ocr=ocr,
        read_all=read_all,
        lang=lang,
        tone=tone,
        length=length,
        shop=shop,
        model=model,
        workers=workers,
    ).settings
    if debug:
        _log_everything()
    products = list(_products(photos, product, facts))
    count = options.workers_for(settings.workers, len(products))
    ground = None if cutouts is None else options.ground_from(cutout_ground)
    outcomes = _outcomes(products, settings, count, cards is not None, ground)
    from skuscribe.cli.show import Show  # the workers open their models meanwhile

    show = Show(
        len(products),
        "tagging",
        for_programs=for_programs,
        explain=explain,
        cards=cards,
        cutouts=cutouts,
        debug=debug,
    )
    with show, _noted(observed) as note:
        rows = _shown(outcomes, show, note)
        print_rows(rows, as_json=as_json, as_jsonl=as_jsonl, one=len(products) == 1)
    raise typer.Exit(show.exit_status)


def _products(photos: list[Path], one: bool, facts: dict[str, str]) -> Iterator[Product]:
    from skuscribe.worker import Product

    groups = [tuple(photos)] if one else [(photo,) for photo in photos]
    ids = _ids_of([group[0] for group in groups])
    for group, id in zip(groups, ids, strict=True):
        yield Product(id, group, facts)


def _ids_of(photos: list[Path]) -> list[str]:
    """Return an id for each photo: its path in the working folder, or its name elsewhere.

    Names that meet get as many of their folders as tell them apart; the whole path of a photo
    somewhere else, which may name a person, is never written.
    """
    from skuscribe.record.text import safe_name

    working = Path.cwd()
    paths = [Path(os.path.normpath(photo.absolute())) for photo in photos]
    tails = [
        path.relative_to(working).parts if path.is_relative_to(working) else path.parts[-1:]
        for path in paths
    ]
    for depth in range(2, max(len(path.parts) for path in paths) + 1):
        meeting = Counter(tail for tail, _ in set(zip(tails, paths, strict=True)))
        if max(meeting.values()) == 1:
            break
        tails = [
            path.parts[-max(depth, len(tail)) :] if meeting[tail] > 1 else tail
            for tail, path in zip(tails, paths, strict=True)
        ]
    return [safe_name(PurePosixPath(*tail)) for tail in tails]


def _outcomes(
    products: list[Product],
    settings: Settings,
    workers: int,
    glimpses: bool,
    cutouts: Ground | None,
) -> Iterator[Outcome]:
    from skuscribe.batch import see_each, see_one

    if len(products) == 1:  # a worker of its own would only delay the first card
        return (see_one(each, settings, glimpse=glimpses, cutout=cutouts) for each in products)
    return see_each(products, settings, workers, glimpses=glimpses, cutouts=cutouts)


Note = Callable[[str], object]


@contextmanager
def _noted(path: Path | None) -> Iterator[Note]:
    """Give a function that notes a line in the file `path`, whole once all are written."""
    if path is None:
        yield lambda line: None
        return
    if path.is_file() and path.stat().st_size and not _is_observations(path):
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            "another file stands there; it is not written over",
            hint="choose another name for --observed",
            where=str(path),
        )
    from skuscribe.core.files import written_whole

    hint = "choose another place for --observed"
    with writing(path, hint), written_whole(path) as stream:
        yield lambda line: stream.write(f"{line}\n".encode())


def _is_observations(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(9).startswith((b'{"facts":', b'{"id":'))


def _shown(outcomes: Iterable[Outcome], show: Show, note: Note) -> Iterator[str]:
    from skuscribe.record.observed import ObservedLine

    for product, result in outcomes:
        if isinstance(result, SkuscribeError):
            show.failure(product.id, result)
            row = failed_row(product.id, result)
            note(row)
        else:
            show.record(result.record)
            if result.glimpse is not None:
                show.card(result.record, result.glimpse)
            if result.cutout is not None:
                show.cutout(result.record, result.cutout)
            row = result.record.to_json()
            note(ObservedLine(facts=dict(product.facts), observed=result.observed).to_json())
        yield row


def _log_everything() -> None:
    import logging

    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
