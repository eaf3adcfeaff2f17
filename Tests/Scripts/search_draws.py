"""Points of random search drawn with NumPy, and Kruskal-Wallis shares worked out with SciPy.

Writes ../EngineTests/References/search.txt.
"""

import math
from pathlib import Path

import numpy
import scipy
from scipy import stats

OUT = Path(__file__).parent.parent / "EngineTests" / "References" / "search.txt"

SPACE = [
    ("a", "linear(-2,5)"),
    ("b", "log(0.0001,10)"),
    ("c", "int(3,7)"),
    ("d", "choice(relu,tanh,elu)"),
    ("e", "logint(1,1000)"),
]


def values(u):
    """The five settings at five uniform draws, in the lecture's words: linear, log, whole, choice."""
    return [
        -2 + 7 * u[0],
        math.exp(math.log(1e-4) + u[1] * (math.log(10) - math.log(1e-4))),
        3 + math.floor(u[2] * 5),
        ["relu", "tanh", "elu"][math.floor(u[3] * 3)],
        math.floor(math.exp(u[4] * math.log(1001))),
    ]


def main():
    lines = [f"# numpy {numpy.__version__}, scipy {scipy.__version__}"]
    for seed in (0, 7):
        draws = numpy.random.RandomState(seed).random_sample((12, len(SPACE)))
        for row in draws:
            lines.append(" ".join(["draw", str(seed)] + [str(v) for v in values(row)]))
    generator = numpy.random.RandomState(1)
    for case in range(6):
        count = 12 + 7 * case
        groups = generator.randint(0, 3, count)
        results = generator.standard_normal(count) + 0.6 * case * groups
        if case % 2:
            results = numpy.round(results)
        parts = [results[groups == k] for k in sorted(set(groups))]
        h = stats.kruskal(*parts).statistic
        share = max((h - len(parts) + 1) / (count - len(parts)), 0)
        lines.append(
            "share {!r} {} {}".format(
                float(share),
                ",".join(map(str, groups)),
                ",".join(repr(float(v)) for v in results),
            )
        )
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
