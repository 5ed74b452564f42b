"""What the judged returns of a month say together."""

from minsheng_cli.analysis.investment import Total, Totals, totals
from minsheng_cli.analysis.month import arrival, consolidate, with_digest, without_rows

__all__ = ["Total", "Totals", "arrival", "consolidate", "totals", "with_digest", "without_rows"]
