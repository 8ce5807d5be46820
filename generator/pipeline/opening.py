"""A publication is opened: settings, theme, data and keys are read, apart from what a build needs that knows them already."""

from pathlib import Path

from generator.desk.read.data import read_data
from generator.desk.read.opener import changed
from generator.desk.read.settings import read_settings
from generator.desk.read.theme import read_theme
from generator.desk.seal.keyset import load_keyset
from generator.engine.digest import digest_bytes
from generator.errors import Location, Problems, SourceError
from generator.model.data import SiteData
from generator.model.theme import Theme
from generator.paywall.keys import Keyset
from generator.pipeline.directives import directives_of, with_directives
from generator.pipeline.request import BuildRequest
from generator.pipeline.site import Site


def open_site(request: BuildRequest) -> Site:
    """
    Return the site that *request* is about.

    Raises:
        Problems: All that is wrong with settings, theme, data and keyset, at once.
    """
    settings = _digest_at(request.site_file)
    config = read_settings(request.site_file)
    if settings != _digest_at(request.site_file):
        raise Problems([changed(Location(request.site_file.name))])
    root, workspace = request.root, request.workspace
    errors: list[SourceError] = []
    theme: Theme | None = None
    data: SiteData | None = None
    keyset: Keyset | None = None
    try:
        theme = read_theme(root, config.theme)
    except Problems as problems:
        errors += problems.errors
    try:
        data = read_data(root, config)
    except Problems as problems:
        errors += problems.errors
    try:
        keyset = load_keyset(workspace, config.keyservice.site, request.environment, request.now)
    except SourceError as error:
        errors.append(error)
    if theme is None or data is None or keyset is None:
        raise Problems(errors)
    try:
        config = with_directives(config, directives_of(theme, root))
    except SourceError as error:
        raise Problems([error]) from error
    output = request.output.absolute() if request.output else root / config.output
    return Site(root, workspace, output, config, theme, data, keyset, settings)


def _digest_at(path: Path) -> str:
    try:
        return digest_bytes(path.read_bytes())
    except OSError:
        return ""  # whoever reads it next says why
