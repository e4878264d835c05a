"""`skuscribe shop teach`, `check` and `forget`: a shop's own photos as examples."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.failure import writing

if TYPE_CHECKING:
    from skuscribe.settings import Settings
    from skuscribe.shop.examples import Examples
    from skuscribe.teach.check import Check
    from skuscribe.teach.lesson import Lesson

ELSEWHERE = "choose another place"

Folder = Annotated[Path, typer.Argument(help="The shop's folder.", metavar="DIR")]
Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        help="A folder with a folder for each label, a catalogue with a label column, or photos.",
        metavar="SOURCE",
    ),
]
Label = Annotated[
    str | None, typer.Option(help="What all these photos show: a word, or your own category.")
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="Which column holds what: label=Type, images=Photo.", metavar="ROLE=NAME"
    ),
]
Photos = Annotated[
    Path | None, typer.Option(help="Folder of the photos; the catalogue's own by default.")
]
Most = Annotated[int, typer.Option("--most", help="Photos a label that are looked at.", min=1)]


def teach(
    folder: Folder,
    sources: Sources = None,
    label: Label = None,
    from_decisions: Annotated[
        Path | None, typer.Option(help="A run: what people approved in it.", metavar="RUN")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Forget what was taught before.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Teach even what the check refuses.")
    ] = False,
    column: Column = None,
    photos: Photos = None,
    most: Most = 20,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Teach it your own labels by a few photos of each; the photos themselves are not kept.

    skuscribe shop teach myshop photos-by-label/

    skuscribe shop teach myshop products.csv --column label=Type

    skuscribe shop teach myshop --label "rain boot" boot1.jpg boot2.jpg
    """
    from skuscribe.shop.examples import write_examples
    from skuscribe.teach.adding import judged_with, refuse

    if from_decisions is None and not sources:
        raise typer.BadParameter("give photos, a source, or --from-decisions", param_hint="SOURCE")
    with writing(folder, ELSEWHERE):
        folder.mkdir(parents=True, exist_ok=True)
    settings = options.settings_from(config, shop=folder, model=model, workers=workers).settings
    if from_decisions is not None:
        from skuscribe.teach.decided import of_decisions

        fresh = of_decisions(from_decisions)
    else:
        lessons = _lessons(sources or [], label, column, photos)
        fresh = _seen(lessons, most, settings, keep)
    both, judged = judged_with(folder, fresh, replace)
    _print(judged, both)
    if not keep:
        refuse(judged)
    with writing(folder, ELSEWHERE):
        write_examples(folder, both)
    photos_ = "1 photo" if len(both) == 1 else f"{len(both):,} photos"
    labels = "1 label" if len(judged.labels) == 1 else f"{len(judged.labels)} labels"
    _say(f"taught {photos_} of {labels}; use it with --shop {folder}")


def check(
    folder: Folder,
    sources: Sources = None,
    label: Label = None,
    column: Column = None,
    photos: Photos = None,
    most: Most = 20,
    html: Annotated[
        Path | None, typer.Option(help="Write a page with the pictures that are confused.")
    ] = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Judge what was taught, or what a source would teach: nothing is written.

    Every photo is judged by those of other products, before and after teaching.
    """
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.shop.examples import EXAMPLES_FILE, read_examples
    from skuscribe.shop.profile import read_said
    from skuscribe.teach.check import check as judge

    shop = read_said(folder)
    if sources:
        settings = options.settings_from(config, shop=folder, model=model, workers=workers).settings
        lessons = _lessons(sources, label, column, photos)
        found: Examples | None = _seen(lessons, most, settings, keep=True)
    else:
        found = read_examples(folder)
    if found is None:
        said = f"{EXAMPLES_FILE} is not there: nothing was taught yet"
        hint = f"skuscribe shop teach {folder} SOURCE"
        raise SkuscribeError(ErrorCode.CONFIG_INVALID, said, hint=hint, where=str(folder))
    judged = judge(found, shop)
    _print(judged, found)
    if html is not None:
        from skuscribe.core.files import write_whole
        from skuscribe.teach.page import page

        files = {each: path for path, each in _hashes(sources, label, column, photos)}
        with writing(html, ELSEWHERE):
            write_whole(html, page(judged, found, files).encode())
        _say(f"{html} shows what is confused")


def forget(
    folder: Folder,
    labels: Annotated[
        list[str] | None, typer.Argument(help="Labels; all of them without.", metavar="LABEL")
    ] = None,
) -> None:
    """Forget what was taught, all of it or some labels."""
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.shop.examples import EXAMPLES_FILE, read_examples, write_examples

    examples = read_examples(folder) if labels else None  # all may go, were the file damaged
    taught = examples.labels if examples else ()
    if missing := [label for label in labels or () if label not in taught]:
        said = f"'{missing[0]}' was not taught"
        hint = f"taught are {', '.join(sorted(set(taught)))}" if taught else "nothing was taught"
        raise SkuscribeError(ErrorCode.CONFIG_INVALID, said, hint=hint, where=str(folder))
    left = [n for n, each in enumerate(taught) if each not in (labels or ())]
    with writing(folder, ELSEWHERE):
        if examples and left:
            write_examples(folder, examples.only(left))
        else:
            (folder / EXAMPLES_FILE).unlink(missing_ok=True)
    are_left = "1 photo is left" if len(left) == 1 else f"{len(left):,} photos are left"
    _say(are_left if left else "everything is forgotten")


def _lessons(
    sources: Sequence[Path], label: str | None, column: list[str] | None, photos: Path | None
) -> list[Lesson]:
    from skuscribe.catalogue.sources import Said, open_source
    from skuscribe.teach.lesson import of_photos, of_source

    if label is not None:
        return of_photos(sources, label)
    if len(sources) > 1:
        raise typer.BadParameter("several photos need --label WORD", param_hint="SOURCE")
    said = Said(options.pairs_from(column, "--column", "label=Type"), photos=photos)
    return of_source(open_source(sources[0], said), by_folder=sources[0].is_dir())


def _hashes(
    sources: Sequence[Path] | None, label: str | None, column: list[str] | None, photos: Path | None
) -> list[tuple[Path, str]]:
    """Return the photos of a source and what stands for each; none without a source."""
    import hashlib

    found = []
    for each in _lessons(sources, label, column, photos) if sources else []:
        with suppress(OSError):  # it was told that this one cannot be read
            found.append((each.photo, hashlib.sha256(each.photo.read_bytes()).hexdigest()))
    return found


def _seen(lessons: list[Lesson], most: int, settings: Settings, keep: bool) -> Examples:
    from rich.console import Console
    from rich.progress import Progress

    from skuscribe.cli.failure import say
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.teach.lesson import chosen
    from skuscribe.teach.see import of_one_mind, see

    some = chosen(lessons, most)
    workers = options.workers_for(settings.workers, len(some))
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("looking", total=len(some))

        def told(photo: Path, error: SkuscribeError | None) -> None:
            bar.advance(task)
            if error is not None:
                say(error)

        found = see(some, settings.model, workers, told)
    if found is None:
        raise SkuscribeError(ErrorCode.PHOTO_UNREADABLE, "none of the photos could be read")
    return of_one_mind(found, keep=keep)


def _print(judged: Check, examples: Examples) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    table = Table(box=None, padding=(0, 2))
    for heading in ("label", "photos", "before", "after", ""):
        table.add_column(heading, justify="left" if heading in ("label", "") else "right")
    for each in judged.labels:
        shares = (_percent(each.before), _percent(each.after))
        cells = (each.label, str(each.photos), *shares, each.advice)
        table.add_row(*map(Text, cells))
    console.print(table)
    if judged.judged:
        console.print(
            f"Judged by photos of other products: {_percent(judged.before)} right before, "
            f"{_percent(judged.after)} after teaching ({judged.judged} photos)."
        )
    else:
        console.print("A label needs photos of two products before it can be judged.")
    for pair in judged.confused[:5]:
        times = "once" if len(pair.places) == 1 else f"{len(pair.places)} times"
        console.print(Text(f"? {pair.label} is taken for {pair.taken_for} {times}", "yellow"))
    for place in judged.suspicious[:10]:
        label, other = examples.labels[place], judged.taken_for(place)
        said = f"? {examples.groups[place]}: {label}, or {other}?"
        console.print(Text(said, style="yellow"))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _say(text: str) -> None:
    from rich.console import Console

    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)
