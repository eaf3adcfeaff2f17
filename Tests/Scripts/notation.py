"""The lecture's update rules and schedules, transcribed from its notation into plain NumPy.

This is the second opinion that the engine is tested against, so it shares nothing with it: no code,
no generated text. Every rule is a function

    rule(s, t, eta, gradient, **hyperparameters) -> named quantities

where `s` is a dictionary that holds theta and the rule's memory, `t` counts the updates made before
this one, and `gradient(theta)` is the gradient of the objective, the penalty's share included.
The rule replaces s["theta"] and returns what the lecture names, by the names a user types.

Arithmetic is written with operators and `sqrt` alone, so that the same text runs over float64 arrays
and over arrays of 50-digit mpmath numbers (which is how the scripts show that a run is tame enough
for a comparison to 1e-12 to mean something).
"""

import math

import mpmath
import numpy as np


def sqrt(a):
    """Elementwise square root of float64 or of mpmath numbers."""
    if a.dtype == object:
        return np.array([mpmath.sqrt(value) for value in a], dtype=object)
    return np.sqrt(a)


def scalar_root(a):
    """Square root of one float or mpmath number."""
    return mpmath.sqrt(a) if isinstance(a, mpmath.mpf) else math.sqrt(a)


def quotient(numerator, denominator):
    """Elementwise division in which 0/0 is 0: a coordinate without any gradient does not move."""
    safe = np.where(denominator == 0, 1, denominator)
    return np.where((denominator == 0) & (numerator == 0), 0 * numerator, numerator / safe)


def gd(s, t, eta, gradient):
    g = gradient(s["theta"])
    s["theta"] = s["theta"] - eta * g
    return {"g": g}


def momentum(s, t, eta, gradient, lam):
    g = gradient(s["theta"])
    s["v"] = lam * s.get("v", 0 * g) - eta * g
    s["theta"] = s["theta"] + s["v"]
    return {"g": g, "v": s["v"]}


def nesterov(s, t, eta, gradient, lam):
    v = s.get("v", 0 * s["theta"])
    g = gradient(s["theta"] + lam * v)
    s["v"] = lam * v - eta * g
    s["theta"] = s["theta"] + s["v"]
    return {"g": g, "v": s["v"]}


def adagrad(s, t, eta, gradient, eps=0):
    g = gradient(s["theta"])
    s["squares"] = s.get("squares", 0 * g) + g * g
    sigma = sqrt(s["squares"] / (t + 1))
    eta_t = eta / (mpmath.sqrt(t + 1) if g.dtype == object else math.sqrt(t + 1))
    s["theta"] = s["theta"] - quotient(eta_t * g, sigma + eps)
    return {"g": g, "sigma": sigma}


def rmsprop(s, t, eta, gradient, alpha, eps=0):
    g = gradient(s["theta"])
    if t == 0:
        s["sigma"] = abs(g)
    else:
        s["sigma"] = sqrt(alpha * s["sigma"] * s["sigma"] + (1 - alpha) * g * g)
    s["theta"] = s["theta"] - quotient(eta * g, s["sigma"] + eps)
    return {"g": g, "sigma": s["sigma"]}


def adam(s, t, eta, gradient, beta1, beta2, eps, decay=0):
    t = t + 1
    g = gradient(s["theta"])
    s["m"] = beta1 * s.get("m", 0 * g) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0 * g) + (1 - beta2) * g * g
    m_hat = s["m"] / (1 - beta1**t)
    v_hat = s["v"] / (1 - beta2**t)
    s["theta"] = s["theta"] - eta * m_hat / (sqrt(v_hat) + eps) - eta * decay * s["theta"]
    return {"g": g, "m": s["m"], "v": s["v"], "m_hat": m_hat, "v_hat": v_hat}


def nadam(s, t, eta, gradient, beta1, beta2, eps, momentum_decay):
    """torch.optim.NAdam's documentation, line by line."""
    t = t + 1
    g = gradient(s["theta"])
    half, base = (type(beta1)(x) / 100 for x in (50, 96))
    mu = beta1 * (1 - half * base ** (t * momentum_decay))
    mu_next = beta1 * (1 - half * base ** ((t + 1) * momentum_decay))
    s["m"] = beta1 * s.get("m", 0 * g) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0 * g) + (1 - beta2) * g * g
    s["product"] = product = s.get("product", 1) * mu
    m_hat = mu_next * s["m"] / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    v_hat = s["v"] / (1 - beta2**t)
    s["theta"] = s["theta"] - eta * m_hat / (sqrt(v_hat) + eps)
    named = {"g": g, "mu": mu, "mu_next": mu_next, "mu_product": product}
    return named | {"m": s["m"], "v": s["v"], "m_hat": m_hat, "v_hat": v_hat}


def radam(s, t, eta, gradient, beta1, beta2, eps):
    """torch.optim.RAdam's documentation, line by line."""
    t = t + 1
    g = gradient(s["theta"])
    s["m"] = beta1 * s.get("m", 0 * g) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0 * g) + (1 - beta2) * g * g
    m_hat = s["m"] / (1 - beta1**t)
    limit = 2 / (1 - beta2) - 1
    rho = limit - 2 * t * beta2**t / (1 - beta2**t)
    if rho > 5:
        l = scalar_root(1 - beta2**t) / (sqrt(s["v"]) + eps)
        r = scalar_root(
            (rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)
        )
        s["theta"] = s["theta"] - eta * m_hat * r * l
    else:
        s["theta"] = s["theta"] - eta * m_hat
    return {"g": g, "rho": rho, "m": s["m"], "v": s["v"], "m_hat": m_hat}


RULES = {
    "gd": gd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adam,
    "nadam": nadam,
    "radam": radam,
}

DEFAULTS = {
    "gd": {},
    "momentum": {"lam": 0.9},
    "nesterov": {"lam": 0.9},
    "adagrad": {"eps": 0.0},
    "rmsprop": {"alpha": 0.9, "eps": 0.0},
    "adam": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "adamw": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "decay": 0.01},
    "nadam": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "momentum_decay": 0.004},
    # With beta2 = 0.999 rho is a small difference of numbers near 2000, and no comparison to 1e-12
    # means anything but with the same float64 formula, torch's.
    "radam": {"beta1": 0.9, "beta2": 0.9, "eps": 1e-8},
}


def learning_rate(schedule, lr, t, numbers=math, **p):
    """alpha_t, where t counts the updates (or epochs) completed before the one that uses it.

    So the first update uses alpha_0, and inverse_sqrt, whose t is counted from 1, divides the
    k-th update's rate by sqrt(k).
    """
    if schedule == "constant":
        return lr
    if schedule == "step":
        return lr * p["factor"] ** sum(1 for milestone in p["milestones"] if milestone <= t)
    if schedule == "cosine":
        return lr * (1 + numbers.cos(min(t, p["T"]) * numbers.pi / p["T"])) / 2
    if schedule == "linear":
        return lr * (1 - min(t, p["T"]) * (lr / lr) / p["T"])
    if schedule == "inverse_sqrt":
        return lr / numbers.sqrt(t + 1)
    if schedule == "exponential":
        return lr * p["gamma"] ** t
    if schedule == "warmup":
        return lr * (p["from"] + (1 - p["from"]) * t / p["T"]) if t < p["T"] else lr
    raise ValueError(f"no schedule is called {schedule}")


def penalty_gradient(theta, l1, l2):
    sign = (theta > 0) * 1 - (theta < 0) * 1
    return l2 * theta + l1 * sign


def penalty_value(theta, l1, l2):
    return l2 * sum(theta * theta) / 2 + l1 * sum(abs(theta))
