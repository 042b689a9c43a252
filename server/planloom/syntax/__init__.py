"""Syntax: text to chunks with places. Knows Markdown, not plans; the only package that imports markdown_it."""

from planloom.syntax.cells import cell_spans, cells
from planloom.syntax.layout import difference, first_lines
from planloom.syntax.rescan import rescan
from planloom.syntax.scan import scan

__all__ = ["cell_spans", "cells", "difference", "first_lines", "rescan", "scan"]
