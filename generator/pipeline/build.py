"""A build, from sources to published output; and a check, which does all of it but publishing."""

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from msgspec import structs

import generator
from generator.desk.read.content import read_documents
from generator.desk.read.data import resolve_data
from generator.desk.read.opener import read_bytes
from generator.desk.read.static import StaticFiles, read_static
from generator.desk.seal.shelf import shelf_of
from generator.engine.cache import Cache, open_cache
from generator.engine.digest import digest_bytes
from generator.engine.lock import hold
from generator.engine.mapper import Mapper
from generator.engine.memory import give_back
from generator.engine.program import program_digest
from generator.engine.records import pack, unpack
from generator.engine.workers import workers_at
from generator.errors import LeakError, Problems, SourceError, Warning_
from generator.model.output import Kind, OutputFile
from generator.pipeline.audit_stage import AuditStage, Written
from generator.pipeline.desk_stage import DeskStage
from generator.pipeline.desked import Tally
from generator.pipeline.differing import inputs_of, look, look_at_folders
from generator.pipeline.grace import ended
from generator.pipeline.inputs import Input, Ledger
from generator.pipeline.kept import keep_frame, keep_mark, keep_state
from generator.pipeline.opening import open_site
from generator.pipeline.originals import public_originals
from generator.pipeline.press_stage import BodyLostError, Laid, PressStage, write_service_file
from generator.pipeline.recalling import changed_since, documents_taken, files_taken, recalled
from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.search_stage import add_index
from generator.pipeline.site import Site
from generator.pipeline.timing import Timing
from generator.press.audit.audit import AuditResult
from generator.press.write.folder import check_output
from generator.press.write.manifest import load_manifest
from generator.press.write.publish import Published, publish, recover
from generator.press.write.staging import Staging


def full_build(request: BuildRequest, inputs: Mapping[str, Input] | None = None) -> BuildResult:
    """
    Build and publish the site, looking at every document.

    *inputs* are all inputs as they are now, if somebody has looked.

    Raises:
        Problems: All mistakes of the run; nothing is published.
        LeakError: Sealed text was found in the output; nothing is published.
    """
    return _locked(request, inputs, publishing=True)


def check(request: BuildRequest) -> BuildResult:
    """Do all that `build` does but publish; raises what it raises."""
    return _locked(request, {}, publishing=False)


def _locked(request: BuildRequest, seen: Mapping[str, Input] | None, *, publishing: bool) -> BuildResult:
    began = time.monotonic()
    # A build makes millions of values and hardly a cycle: looking for these costs more with every article.
    gc.set_threshold(100_000, 50, 1000)
    # Before anything is read: what changes from here on is a change for the next build.
    # In a process that goes on building, files came and went since anybody looked at their folders.
    found = look(request) if seen is None else look_at_folders(request)
    site = open_site(request)
    is_kept = seen is None or bool(seen)
    inputs = pack({**(seen or {}), **inputs_of(request, site.keyset, found)} if is_kept else {})
    del found
    try:
        with hold(site.workspace):
            try:
                return _build(site, request, began, inputs, publishing=publishing)
            except BodyLostError:
                return _build(site, replace(request, clean=True), began, inputs, publishing=publishing)
    except SourceError as error:
        raise Problems([error]) from error


def _build(site: Site, request: BuildRequest, began: float, inputs: bytes, *, publishing: bool) -> BuildResult:
    config, timing = site.config, Timing()
    check_output(site.output, site.workspace, site=config.keyservice.site, sources=_sources(site))
    recovered = recover(site.output, site.workspace)
    manifest = load_manifest(site.output, site.workspace, config.keyservice.site)
    version = cache_version(site)
    with (
        open_cache(request.cache_file, version, secret=site.secret) as cache,
        Staging(
            site.output,
            site.workspace,
            manifest,
            files_expected=len(manifest.entries),
            believes=not request.clean,
        ) as staging,
        workers_at(request.executor, _files_of_tasks(site, request)) as elsewhere,
    ):
        tally, laid, audited = _stages(site, request, cache, staging, timing, elsewhere, inputs)
        warnings = (
            *recovered.warnings,
            *manifest.warnings,
            *cache.warnings,
            *tally.warnings,
            *laid.warnings,
            *audited.warnings,
        )
        _refuse(warnings, strict=request.strict)
        if audited.leaks:
            raise LeakError(audited.leaks)
        published = Published()
        if publishing:
            with timing.stage("publish"):
                published = publish(staging, now=request.now, grace=config.grace)
                keep_frame(cache, laid.frame)
                keep_mark(cache, site.output, site.workspace)
                cache.commit()
                write_service_file(site, laid.service)
            if tally.rendered:
                shelf_of(site.root, site.keyset, config.images).forget(tally.used)
    result = _result(site, tally, laid, published, warnings, timing, time.monotonic() - began)
    if publishing:
        seen = cast("dict[str, Input]", unpack(inputs))
        keep_state(site, request, result, seen, laid.service, laid.until, version)
    return result


def cache_version(site: Site) -> str:
    """Return what decides about the meaning of cached records: the program, and the key, whose promotion is no damage."""
    return f"{program_digest(Path(generator.__file__).parent)} {site.keyset.primary.kid}"


def _stages(
    site: Site,
    request: BuildRequest,
    cache: Cache,
    staging: Staging,
    timing: Timing,
    elsewhere: Mapper | None,
    inputs: bytes,
) -> tuple[Tally, Laid, AuditResult]:
    """Run stages 1 to 8; raise Problems before layout if any document is wrong, and before the audit if a page is."""
    found = read_static(site.root)
    with timing.stage("read"):
        now = cast("dict[str, Input]", unpack(inputs))
        known = {} if request.clean else recalled(site, cache, now)
        read = read_documents(site.root, site.config, known)
        news = (one for one in read.documents if known.get(one.source) is not one)
        taken = (*files_taken(request, site, found), *documents_taken(site.root, news))
        changed = list(changed_since(now, Ledger(site.secret, str(request.root)), taken))
        del now, known, taken
    written = [Written.of(document) for document in read.documents]
    with timing.stage("render and seal"):
        desked = DeskStage(site, request, cache, staging, elsewhere).run(read, list(found.files))
    timing.documents = desked.seconds
    data, data_errors = resolve_data(site.data, desked.catalog, {one.id for one in written})
    errors = [*changed, *desked.errors, *found.errors, *(() if read.errors else data_errors)]
    del read, news  # the front matter of all documents a second time
    errors += public_originals(site.root, found.files, desked.private.values())
    if errors:
        raise Problems(errors)
    give_back()
    with timing.stage("lay out"):
        press = PressStage(structs.replace(site, data=data), request, cache, staging, elsewhere)
        laid = press.run(desked, list(_static(site, found)))
    if laid.errors:
        raise Problems(laid.errors)
    with timing.stage("index"):
        laid.warnings = add_index(site.config, request, cache, staging)
    staging.drop(ended(staging, desked.records, site.keyset))
    audit, tally = AuditStage(site, request, cache, staging), desked.tally()
    limits, published = desked.limits, frozenset(desked.records)
    del desked, press  # the audit needs room, and nothing of them
    give_back()
    with timing.stage("audit"):
        audited = audit.run(audit.sources(written, limits, published))
    return tally, laid, audited


def _files_of_tasks(site: Site, request: BuildRequest) -> Iterator[tuple[str, str]]:
    """Yield path and SHA-256 of what tasks read besides their chunks and an article's own pictures."""
    yield str(request.site_file.absolute()), digest_bytes(request.site_file.read_bytes())
    yield from ((file.path, file.digest) for file in site.theme.files)


def _static(site: Site, found: StaticFiles) -> Iterator[OutputFile]:
    for path, file in found.files.items():
        yield OutputFile(path, read_bytes(site.root, file.path, seen=file), Kind.ASSET, (f"static/{path}",))


def _refuse(warnings: Sequence[Warning_], *, strict: bool) -> None:
    if strict and warnings:
        hint = "a strict build takes warnings for errors"
        raise Problems([SourceError(one.where, one.code, one.message, hint) for one in warnings])


def _sources(site: Site) -> tuple[Path, ...]:
    return tuple(site.root / name for name in ("content", "themes", "generator", "tests", "docs"))


def _result(
    site: Site,
    tally: Tally,
    laid: Laid,
    published: Published,
    warnings: tuple[Warning_, ...],
    timing: Timing,
    seconds: float,
) -> BuildResult:
    return BuildResult(
        pages=laid.pages,
        sealed=tally.sections,
        rendered=tally.rendered,
        reused=tally.documents - tally.rendered,
        made=laid.made,
        written=published.written,
        removed=published.removed,
        warnings=tuple(sorted(set(warnings))),
        marked=tally.marked,
        next_publication=tally.next_change,
        seconds=seconds,
        output=site.output,
        stages=timing.stages,
        slowest=tuple(timing.slowest()),
        encoded=tally.encoded,
    )
