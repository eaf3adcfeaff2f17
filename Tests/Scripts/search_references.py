"""Gaussian processes by scikit-learn, and expected improvement by mpmath.

    python search_references.py        writes ../EngineTests/References/search/references.json

A choice among names, whose values lie at distance 1 from one another, is written for scikit-learn as a
coordinate for each name, 0 or 1/sqrt(2).
"""

import json
import pathlib

import mpmath
import numpy as np
import sklearn
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/search/references.json"
mpmath.mp.dps = 50


def process(seed, count, dimensions, names=0):
    """A case with `dimensions` numbers, and where `names` is above 0 a choice among so many."""
    draw = np.random.RandomState(seed)
    points = draw.random_sample((count, dimensions))
    at = draw.random_sample((7, dimensions))
    values = np.sin(5 * points).sum(axis=1) + 0.3 * draw.standard_normal(count)
    lengths = np.exp(draw.uniform(-1.5, 1, dimensions))
    variance, noise, mean = np.exp(draw.uniform(-1, 1)), np.exp(draw.uniform(-7, -1)), 0.3
    flat, flat_at, scales = points, at, list(lengths)
    if names:
        choices, choices_at = draw.randint(0, names, count), draw.randint(0, names, 7)
        length = np.exp(draw.uniform(-1, 1))
        one_hot = np.eye(names) / np.sqrt(2)
        flat = np.hstack([points, one_hot[choices]])
        flat_at = np.hstack([at, one_hot[choices_at]])
        scales += [length] * names
        lengths = np.append(lengths, length)
        points = np.hstack([points, choices[:, None] / (names - 1)])
        at = np.hstack([at, choices_at[:, None] / (names - 1)])
    kernel = ConstantKernel(variance) * Matern(scales, nu=2.5) + WhiteKernel(noise)
    regressor = GaussianProcessRegressor(kernel, alpha=0, optimizer=None)
    regressor.fit(flat, values - mean)
    value, gradient = regressor.log_marginal_likelihood(regressor.kernel_.theta, True)
    by_length = gradient[1 : 1 + len(scales)]
    if names:  # the names share one length
        by_length = np.append(by_length[:dimensions], by_length[dimensions:].sum())
    by_mean = np.linalg.solve(kernel(flat), values - mean).sum()
    means, deviations = regressor.predict(flat_at, return_std=True)
    return {
        "points": points.tolist(),
        "values": values.tolist(),
        "isChoice": [False] * dimensions + [True] * (names > 0),
        "lengthScales": lengths.tolist(),
        "variance": variance,
        "noise": noise,
        "mean": mean,
        "likelihood": value,
        "gradient": [*by_length, gradient[0], gradient[-1], by_mean],
        "at": at.tolist(),
        "means": (means + mean).tolist(),
        # scikit-learn's deviation is that of an observation, noise and all.
        "deviations": np.sqrt(deviations**2 - noise).tolist(),
    }


def improvement(mean, deviation, best):
    """log EI and its derivatives by mean and deviation."""
    mean, deviation, best = map(mpmath.mpf, (mean, deviation, best))
    z = (best - mean) / deviation
    density, probability = mpmath.npdf(z), mpmath.ncdf(z)
    expected = deviation * (density + z * probability)
    numbers = mpmath.log(expected), -probability / expected, density / expected
    return [float(number) for number in numbers]


def main():
    processes = [process(1, 12, 1), process(2, 30, 3), process(3, 60, 6), process(4, 40, 2, names=3)]
    improvements = []
    for z in [-60, -38.5, -20, -8, -4, -2.6, -2.5, -2.4, -1, -0.1, 0, 0.1, 1, 3, 7.9, 8.1, 30]:
        for deviation in [1e-6, 0.7]:
            mean = 0.25 - z * deviation
            improvements.append([mean, deviation, 0.25, *improvement(mean, deviation, 0.25)])
    versions = f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, "
    made_by = f"search_references.py with {versions}mpmath {mpmath.__version__}"
    text = {"madeBy": made_by, "processes": processes, "improvements": improvements}
    OUT.write_text(json.dumps(text) + "\n")


main()
