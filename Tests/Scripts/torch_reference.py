"""torch.optim in float64, 200 updates a run: what `convention pytorch` must agree with.

    python torch_reference.py              writes ../EngineTests/References/torch.txt

The gradients are analytic and in operators alone (see optimizer_reference.py), so autograd has no
part in it. Schedules are made by setting each param group's lr before each update: the rate after
t completed updates. Rows: every one of the first 20 updates, then every tenth.
"""

import pathlib
import platform

import torch

import notation
import optimizer_reference as reference

OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/torch.txt"
STEPS = 200
SCHEDULES = {
    "constant": {},
    "step": {"factor": 0.5, "milestones": (7, 60, 120)},
    "cosine": {"T": 180},
    "linear": {"T": 250},
    "inverse_sqrt": {},
    "exponential": {"gamma": 0.99},
    "warmup": {"T": 40, "from": 0.1},
}
# Small enough that 200 updates end before rounding shows (the gradients still fall steadily).
RATES = {
    "stretched_bowl": dict(
        gd=0.02, momentum=0.001, nesterov=0.001, adagrad=0.2, rmsprop=0.003, adam=0.01, adamw=0.01,
        nadam=0.005, radam=0.01,
    ),
    "two_wells": dict(
        gd=1e-3, momentum=1e-4, nesterov=1e-4, adagrad=0.02, rmsprop=0.001, adam=0.003, adamw=0.003,
        nadam=0.002, radam=0.003,
    ),
}
STATES = {
    "momentum": {"v": "momentum_buffer"},
    "nesterov": {"v": "momentum_buffer"},
    "adam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "adamw": {"m": "exp_avg", "v": "exp_avg_sq"},
    "nadam": {"m": "exp_avg", "v": "exp_avg_sq", "mu_product": "mu_product"},
    "radam": {"m": "exp_avg", "v": "exp_avg_sq"},
}
# Of these there is one number for all parameters.
SHARED = {"mu_product"}


def optimizer(rule, theta, lr, l2, hyper):
    """The torch.optim object, and the settings that a user of the program would type for it."""
    if rule == "gd":
        return torch.optim.SGD([theta], lr=lr, weight_decay=l2), {}
    if rule in ("momentum", "nesterov"):
        lam = hyper.get("lambda", 0.9)
        nesterov = rule == "nesterov"
        made = torch.optim.SGD([theta], lr=lr, momentum=lam, nesterov=nesterov, weight_decay=l2)
        return made, {"lambda": lam}
    if rule == "adagrad":
        return torch.optim.Adagrad([theta], lr=lr, weight_decay=l2), {"eps": 1e-10}
    if rule == "rmsprop":
        return torch.optim.RMSprop([theta], lr=lr, weight_decay=l2), {"alpha": 0.99, "eps": 1e-8}
    betas = hyper.get("beta1", 0.9), hyper.get("beta2", 0.999)
    settings = {"beta1": betas[0], "beta2": betas[1], "eps": 1e-8}
    if rule == "adam":
        return torch.optim.Adam([theta], lr=lr, betas=betas, weight_decay=l2), settings
    if rule == "nadam":
        slowing = hyper.get("momentum_decay", 0.004)
        made = torch.optim.NAdam(
            [theta], lr=lr, betas=betas, weight_decay=l2, momentum_decay=slowing
        )
        return made, {**settings, "momentum_decay": slowing}
    if rule == "radam":
        return torch.optim.RAdam([theta], lr=lr, betas=betas, weight_decay=l2), settings
    decay = hyper.get("decay", 0.01)
    made = torch.optim.AdamW([theta], lr=lr, betas=betas, weight_decay=decay)
    return made, {**settings, "decay": decay}


def run(lines, surface, rule, schedule, l2=0.0, hyper=None):
    lr = RATES[surface][rule]
    parameters = SCHEDULES[schedule]
    theta = torch.tensor(reference.STARTS[surface], dtype=torch.float64)
    made, defaults = optimizer(rule, theta, lr, l2, hyper or {})
    settings = {"surface": surface, "rule": rule, "schedule": schedule, "lr": lr, "l1": 0.0}
    settings |= {"l2": l2, "start": ",".join(map(repr, reference.STARTS[surface]))} | defaults
    settings |= {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in parameters.items()
    }
    names = STATES.get(rule, {})
    lines.append("run " + " ".join(f"{name}={value}" for name, value in settings.items()))
    columns = [
        column
        for name in ("theta", "g", *names)
        for column in ([name] if name in SHARED else [f"{name}[{i}]" for i in (0, 1)])
    ]
    lines.append("columns t eta loss " + " ".join(columns))
    for t in range(STEPS):
        eta = notation.learning_rate(schedule, lr, t, **parameters)
        for group in made.param_groups:
            group["lr"] = eta
        slope = torch.tensor(reference.OBJECTIVES[surface](theta.numpy())[1])
        theta.grad = slope.clone()
        # weight_decay is the gradient's share of an L2 penalty, except in adamw.
        g = slope + l2 * theta if l2 else slope
        made.step()
        if t < 20 or (t + 1) % 10 == 0:
            state = made.state.get(theta, {})
            numbers = [eta, float(reference.OBJECTIVES[surface](theta.numpy())[0])]
            for vector in (theta, g, *(state[key] for key in names.values())):
                numbers += vector.flatten().tolist()
            lines.append(" ".join([str(t + 1), *(repr(float(v)) for v in numbers)]))


def main():
    # torch keeps NAdam's product of mu in this type, by default float32.
    torch.set_default_dtype(torch.float64)
    lines = [
        f"# torch: torch {torch.__version__}, python {platform.python_version()}, float64, CPU",
        "# run: the settings. columns: the names. Then rows, each after an update: t updates made.",
        "# g includes the weight decay's share; v and m are torch's momentum_buffer and moments.",
    ]
    for rule in notation.RULES:
        for schedule in SCHEDULES:
            run(lines, "stretched_bowl", rule, schedule)
        for schedule in ("constant", "step"):
            run(lines, "two_wells", rule, schedule)
        if rule != "adamw":
            run(lines, "stretched_bowl", rule, "constant", l2=0.05)
    run(lines, "two_wells", "momentum", "cosine", hyper={"lambda": 0.5})
    run(lines, "two_wells", "nesterov", "cosine", hyper={"lambda": 0.5})
    run(lines, "two_wells", "adam", "cosine", hyper={"beta1": 0.5, "beta2": 0.75})
    run(lines, "two_wells", "adamw", "cosine", hyper={"decay": 0.25})
    run(lines, "two_wells", "nadam", "cosine", hyper={"beta1": 0.5, "momentum_decay": 0.25})
    run(lines, "two_wells", "radam", "cosine", hyper={"beta1": 0.5, "beta2": 0.75})
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
