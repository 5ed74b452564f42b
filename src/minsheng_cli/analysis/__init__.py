"""What the judged returns of a month say together."""

from minsheng_cli.analysis.investment import Total, Totals, totals
from minsheng_cli.analysis.month import consolidate

__all__ = ["Total", "Totals", "consolidate", "totals"]
