"""minsheng: the monthly returns of a district's people's-livelihood projects, from blank to report."""

__version__ = "0.2.0"
