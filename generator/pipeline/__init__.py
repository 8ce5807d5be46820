"""The stages in order; the only package that knows desk and press."""

from generator.pipeline.build import BuildResult, build, check
from generator.pipeline.site import BuildRequest

__all__ = ["BuildRequest", "BuildResult", "build", "check"]
