"""The stages in order; the only package that knows desk and press."""

from generator.pipeline.audit_stage import audit_output
from generator.pipeline.build import BuildResult, build, check
from generator.pipeline.site import BuildRequest

__all__ = ["BuildRequest", "BuildResult", "audit_output", "build", "check"]
