"""Find the weights in ``analysis/likeness.py``: ``python tools/fit_likeness.py`` prints them.

Fitted on the sets "dev" and "near" of ``tests/data/problem_texts.json``; those that end in "held" are not read. The
months of "dev" hold few problems of one thing, so each of its pairs is also taken with a name put before one or both
texts: what both texts open with must not decide.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import combinations, product
from math import exp
from pathlib import Path

from minsheng_cli.analysis.problems.same import elsewhere, features
from minsheng_cli.analysis.problems.split import split
from minsheng_cli.analysis.prose import skeleton

DATA = Path(__file__).parents[1] / "tests/data/problem_texts.json"
NAMES = [
    "第三小学操场", "社区食堂", "污水提升泵站", "幸福里小区", "沿河步道", "公交首末站", "便民服务中心", "文化广场",
    "养老院二期工程", "滨江大道", "监控系统", "储备库", "老街片区", "健身步道", "图书馆分馆", "托育园", "换热站",
    "充电站", "卫生院门诊楼", "东区片区管网", "培训基地", "招聘会", "配套停车楼", "污水管网工程",
]  # fmt: skip
SPREAD, NEAR, NAMED = 0.3, 1.5, 0.3  # how far weights are held down; what a pair counts
ROUNDS = 25
Pair = tuple[str, str, str, bool, float]  # two texts, the project, whether they are one, what the pair counts


def pairs() -> list[Pair]:
    """Return every two mentions of one row in different months, then those of "dev" with names before them."""
    found: list[Pair] = []
    chance = random.Random(1)  # noqa: S311 - nothing secret
    for row in json.loads(DATA.read_bytes()):
        if row["set"] not in ("dev", "near"):
            continue
        months = [[(item["p"], _told(item["text"])) for item in month] for month in row["months"]]
        for before, now in combinations(months, 2):
            for (p, one), (q, other) in product(before, now):
                found.append((one, other, row["row"], p == q, NEAR if row["set"] == "near" else 1.0))
                if row["set"] == "dev":
                    name = chance.choice(NAMES)
                    found.append((name + one, name + other, row["row"], p == q, NAMED))
                    name = chance.choice(NAMES)
                    first, second = (name + one, other) if chance.random() < 0.5 else (one, name + other)  # noqa: PLR2004
                    found.append((first, second, row["row"], p == q, NAMED))
    return [p for p in found if not elsewhere(p[0], p[1]) and skeleton(p[0]) != skeleton(p[1])]


def _told(text: str) -> str:
    (said,) = split("1. " + text.strip().rstrip("。；;"))
    return said.text


def fit(rows: list[tuple[float, ...]], truth: list[bool], counts: list[float]) -> list[float]:
    """Return the weights of a logistic regression by Newton's method, the bias last."""
    size = len(rows[0])
    theta = [0.0] * size
    for _ in range(ROUNDS):
        slope = [SPREAD * t for t in theta[:-1]] + [0.0]
        curve = [[SPREAD * (i == j and i < size - 1) for j in range(size)] for i in range(size)]
        for row, true, count in zip(rows, truth, counts, strict=True):
            p = 1 / (1 + exp(-sum(t * x for t, x in zip(theta, row, strict=True))))
            for i, x in enumerate(row):
                if x:
                    slope[i] += count * (p - true) * x
                    bend = count * p * (1 - p) * x
                    curve[i] = [c + bend * y for c, y in zip(curve[i], row, strict=True)]
        theta = [t - step for t, step in zip(theta, _solve(curve, slope), strict=True)]
    return theta


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return x with matrix · x = right, by Gauss."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i and rows[k][i]:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def main() -> None:
    """Print the weights as they stand in the module."""
    told = pairs()
    rows = [(*features(one, other, about), 1.0) for one, other, about, _, _ in told]
    *weights, bias = fit(rows, [p[3] for p in told], [p[4] for p in told])
    sys.stdout.write(
        f"_WEIGHTS = ({', '.join(f'{w:.2f}' for w in weights)})\n_BIAS = {bias:.2f}  # {len(told)} pairs\n"
    )


if __name__ == "__main__":
    main()
