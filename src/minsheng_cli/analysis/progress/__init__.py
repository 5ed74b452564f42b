"""How far each promise is, against what ought to be done by now: 时序进度, judged as the office would.

``figures`` gathers what the lead units say, ``course`` reckons what is due, ``judge`` says how an indicator and its
project stand, ``questions`` what has to be asked of the units or the clerk. The notice names targets and deadlines but
no way to measure pace and no threshold: what counts as behind is a setting (``model.Pace``), labelled 非文件规定
wherever it is shown. Pure; figures are exact decimals, rounded in one place (``nouns.rounded_share``).
"""

from minsheng_cli.analysis.progress.figures import doubtful_cells, leads_of
from minsheng_cli.analysis.progress.judge import NO_FIGURE, progress
from minsheng_cli.analysis.progress.nouns import (
    LAGGING,
    REACHED,
    UNFINISHED,
    IndicatorProgress,
    ProjectProgress,
    rounded_share,
)
from minsheng_cli.analysis.progress.questions import co_lead_questions, twin_questions

__all__ = [
    "LAGGING",
    "NO_FIGURE",
    "REACHED",
    "UNFINISHED",
    "IndicatorProgress",
    "ProjectProgress",
    "co_lead_questions",
    "doubtful_cells",
    "leads_of",
    "progress",
    "rounded_share",
    "twin_questions",
]
