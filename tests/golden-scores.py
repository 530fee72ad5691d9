"""Golden values of scores, computed by scikit-learn: FOLDER/classes.txt, labels.txt and against.txt, four lines for each case.
Probabilities are written in twentieths. Classes of -1, -2, ... are labels that training never saw."""
import random
import sys
import warnings

import numpy
from sklearn import metrics

warnings.filterwarnings("ignore")
LEAST = 2.0**-52
draw = random.Random(18)


def row(C):
    cuts = sorted(draw.randint(0, 20) for _ in range(C - 1))
    return [b - a for a, b in zip([0] + cuts, cuts + [20])]


def ece(confidence, right):
    """No library has it: 15 bins of equal width, as Guo et al. 2017 define them."""
    total = 0.0
    for b in range(15):
        inside = (confidence > b / 15) & (confidence <= (b + 1) / 15) | ((b == 0) & (confidence == 0))
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def log_loss(y, p):
    clipped = numpy.clip(p, LEAST, 1 - LEAST)
    return metrics.log_loss(y, clipped / clipped.sum(1, keepdims=True), labels=list(range(p.shape[1])))


def roc_auc(y, p):
    return metrics.roc_auc_score(y, p) if 0 < y.sum() < len(y) else numpy.nan


def classes(C, y, p):
    """Of the predicted class; a label that training never saw has no probability."""
    found, known, there = p.argmax(1), y >= 0, numpy.stack([y == c for c in range(C)], 1)
    scores = {
        "accuracy": metrics.accuracy_score(y, found),
        "macro_f1": metrics.f1_score(y, found, average="macro", zero_division=0),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, found),
        "mcc": metrics.matthews_corrcoef(y, found),
        "log_loss": log_loss(y[known], p[known]),
        "brier": ((p - there)[known] ** 2).sum(1).mean() / (2 if C == 2 else 1),
        "ece": ece(p.max(1), found == y),
    }
    columns = [1] if C == 2 else range(C)
    areas = numpy.array([roc_auc(there[:, c], p[:, c]) for c in columns])
    if not numpy.isnan(areas).all():
        scores["roc_auc"] = numpy.nanmean(areas)
    scores["pr_auc"] = numpy.mean([metrics.average_precision_score(there[:, c], p[:, c]) for c in columns])
    if C == 2 and known.all():
        assert abs(scores["brier"] - metrics.brier_score_loss(y == 1, p[:, 1])) < 1e-12
    if C > 2 and there.any(0).all() and known.all():
        assert abs(scores["roc_auc"] - metrics.roc_auc_score(y, p, multi_class="ovr")) < 1e-12
        assert abs(scores["pr_auc"] - metrics.average_precision_score(there, p)) < 1e-12
    return scores


def binary(there, found, p):
    return {
        "precision": metrics.precision_score(there, found, zero_division=0),
        "recall": metrics.recall_score(there, found, zero_division=0),
        "f1": metrics.f1_score(there, found, zero_division=0),
        "balanced_accuracy": metrics.balanced_accuracy_score(there, found),
        "mcc": metrics.matthews_corrcoef(there, found),
        "log_loss": log_loss(there, numpy.stack([1 - p, p], 1)),
        "brier": ((p - there) ** 2).mean(),
        "ece": ece(numpy.maximum(p, 1 - p), (p > 0.5) == there),
        "roc_auc": roc_auc(there, p),
        "pr_auc": metrics.average_precision_score(there, p),
    }


def labels(y, p):
    """Of all labels as one, with the means over them of the scores that are means."""
    each = [binary(y[:, c], p[:, c] > 0.5, p[:, c]) for c in range(y.shape[1])]
    micro = binary(y.ravel(), p.ravel() > 0.5, p.ravel())
    mean = {metric: numpy.nanmean([one[metric] for one in each]) for metric in micro}
    scores = {metric: micro[metric] for metric in ("precision", "recall", "f1")}
    scores |= {"macro_f1": mean["f1"], "balanced_accuracy": mean["balanced_accuracy"], "mcc": mean["mcc"]}
    scores |= {metric: micro[metric] for metric in ("log_loss", "brier", "ece")}
    scores |= {"roc_auc": mean["roc_auc"], "pr_auc": mean["pr_auc"]}
    scores |= {"micro_roc_auc": micro["roc_auc"], "micro_pr_auc": micro["pr_auc"]}
    return {metric: value for metric, value in scores.items() if not numpy.isnan(value)}


def text(rows):
    return "; ".join(" ".join(map(str, one)) for one in rows)


def write(file, name, y, twentieths, scores):
    shown = " ".join(f"{metric} {float(value) + 0.0!r}" for metric, value in scores.items())
    file.write(f"# {name}\n{text(y)}\n{text(twentieths)}\n{shown}\n\n")


def some_classes(C, N):
    return [draw.randrange(C) for _ in range(N)], [row(C) for _ in range(N)]


def some_labels(C, N):
    return [[draw.randrange(2) for _ in range(C)] for _ in range(N)], [[draw.randint(0, 20) for _ in range(C)] for _ in range(N)]


def main(folder):
    cases = {f"{C} classes, {N} examples": some_classes(C, N) for C, N in [(2, 14), (3, 14), (5, 40), (2, 60), (3, 60)]}
    cases["one class of two is there"] = [1] * 6, [row(2) for _ in range(6)]
    cases["one class of three is there"] = [1] * 6, [row(3) for _ in range(6)]
    cases["a class is never there"] = [draw.randrange(2) for _ in range(14)], [row(3) for _ in range(14)]
    cases["all ties"] = [0, 1, 1, 0, 1], [[10, 10]] * 5
    cases["certain and right"] = [0, 1, 2, 1], [[20, 0, 0], [0, 20, 0], [0, 0, 20], [0, 20, 0]]
    cases["certain and wrong"] = [0, 1, 1], [[0, 20], [20, 0], [20, 0]]
    cases["labels that training never saw"] = [0, -1, 1, 2, -2, 0, 1, -1, 2, 0], [row(3) for _ in range(10)]
    cases["one example"] = [0], [[5, 15]]
    with open(f"{folder}/classes.txt", "w") as file:
        for name, (y, p) in cases.items():
            write(file, name, [[c] for c in y], p, classes(len(p[0]), numpy.array(y), numpy.array(p) / 20))

    cases = {f"{C} labels, {N} examples": some_labels(C, N) for C, N in [(3, 10), (1, 9), (4, 40)]}
    y, p = some_labels(3, 8)
    cases["a label is never there and one always"] = [[one[0], 0, 1] for one in y], p
    cases["nothing is there"] = [[0, 0]] * 4, some_labels(2, 4)[1]
    cases["the same probability for all"] = some_labels(2, 6)[0], [[10, 10]] * 6
    with open(f"{folder}/labels.txt", "w") as file:
        for name, (y, p) in cases.items():
            write(file, name, y, p, labels(numpy.array(y), numpy.array(p) / 20))

    y, twentieths = some_classes(4, 30)
    y, p = numpy.array([c % 3 for c in y]), numpy.array(twentieths) / 20
    with open(f"{folder}/against.txt", "w") as file:
        for c in range(4):
            write(file, f"class {c}", [[one] for one in y], twentieths, binary(y == c, p.argmax(1) == c, p[:, c]))


if __name__ == "__main__":
    main(sys.argv[1])
