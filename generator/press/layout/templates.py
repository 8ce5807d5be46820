"""One Jinja environment for a theme, and its errors told as places in the theme's files."""

import gettext
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, UndefinedError, meta
from jinja2.loaders import BaseLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from generator.errors import Location, SourceError, nearest
from generator.model.assets import Assets, AssetView
from generator.model.theme import Theme
from generator.press.layout import frame_views, strings, views
from generator.press.layout.references import references_of
from generator.press.layout.theme_files import bytes_of, shown


class ThemeLoader(BaseLoader):
    """Finds templates by name in the theme's list, and nowhere else: no path leads out of it."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(
        self,
        environment: object,  # noqa: ARG002 - the base class's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        file = self.theme.templates.get(template)
        if file is None:
            raise TemplateNotFound(template)
        return bytes_of(file).decode("utf-8"), file.path, lambda: True


VIEWS = frozenset(
    kind
    for module in (frame_views, views)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct
)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a short way to the fields of views: most of what templates ask for is there."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._made: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the base class's name
    ) -> Template:
        """Return a template; the base class would ask its loader's cache at each page, include and parent."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = super().get_template(name, parent)
        return found

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) in VIEWS and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)


class Templates:
    """
    The compiled templates of a theme in one language.

    A class because compiled templates live long and cannot travel between processes: each process makes one
    and keeps it (`for_theme`).
    """

    def __init__(self, theme: Theme, language: str, assets: Assets) -> None:
        self.theme = theme
        self.strings = strings.load(theme, language)
        self.loader = ThemeLoader(theme)
        self.references = references_of(theme)
        self.environment = _environment(self.loader, self.strings, assets)

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """
        Return the template *name* filled with views.

        Raises:
            SourceError: `template-error` or `template-undefined`, with the template's file and line.
        """
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:
            raise source_error(error, self.theme, name) from error

    def closure(self, name: str) -> tuple[str, ...]:
        """Return *name* and all templates that it extends, includes or imports; all of them if it computes names."""
        found = [name]
        for one in found:
            referenced = self._references(one)
            if None in referenced:
                return tuple(sorted(self.theme.templates))
            found.extend(other for other in referenced if other is not None and other not in found)
        return tuple(found)

    def compile(self, names: Iterable[str]) -> None:
        """Compile templates and what they name; a mistake is told where a page is made of one."""
        for name in names:
            with suppress(Exception):
                for one in self.closure(name):
                    self.environment.get_template(one)

    def _references(self, name: str) -> Sequence[str | None]:
        known = self.references.names.get(name)
        return self.references.note(name, self._parse_references(name)) if known is None else known

    def _parse_references(self, name: str) -> list[str | None]:
        try:
            source = self.loader.get_source(self.environment, name)[0]
            return list(dict.fromkeys(meta.find_referenced_templates(self.environment.parse(source, name))))
        except Exception as error:
            raise source_error(error, self.theme, name) from error


def _environment(loader: ThemeLoader, catalog: gettext.NullTranslations, assets: Assets) -> Sandbox:
    environment = Sandbox(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded, so no type knows of it.
    install: Callable[..., None] = vars(environment)["install_gettext_callables"]
    install(catalog.gettext, catalog.ngettext, newstyle=True)

    def asset(name: str) -> AssetView:
        if name not in assets.views:
            raise LookupError(f"no asset {name!r}; {nearest(name, assets.views.keys(), says='the theme has')}")
        return assets.views[name]

    environment.globals["asset"] = asset
    return environment


def source_error(error: Exception, theme: Theme, template: str) -> SourceError:
    """Return what a template's author must fix, and where."""
    if isinstance(error, SourceError):
        return error
    where = _place(error, theme, template)
    if isinstance(error, TemplateNotFound):
        hint = nearest(str(error), theme.templates.keys(), says="the theme has")
        return SourceError(where, "template-error", f"no template {str(error)!r}", hint)
    code = "template-undefined" if isinstance(error, UndefinedError) else "template-error"
    problem = "it includes itself without end" if isinstance(error, RecursionError) else str(error)
    return SourceError(where, code, problem or type(error).__name__)


def _place(error: Exception, theme: Theme, template: str) -> Location:
    if isinstance(error, TemplateSyntaxError):
        file = theme.templates.get(error.name or template)
        return Location(shown(file) if file else template, error.lineno)
    files = {file.path: file for file in theme.templates.values()}
    # Jinja rewrites tracebacks so that frames name the template's file and line; the innermost is the place.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if frames:
        return Location(shown(files[frames[-1].filename]), frames[-1].lineno or 0)
    file = theme.templates.get(template)
    return Location(shown(file) if file else template)


_cache: dict[tuple[str, str, str], Templates] = {}


def for_theme(theme: Theme, language: str, assets: Assets) -> Templates:
    """Return this process's templates for a theme; they are made once and kept while the theme is the same."""
    key = (theme.digest, language, assets.digest)
    if key not in _cache:
        if any((digest, kept) != (theme.digest, assets.digest) for digest, _, kept in _cache):
            _cache.clear()  # a preview that reloads its theme must not collect old ones
        _cache[key] = Templates(theme, language, assets)
    return _cache[key]
