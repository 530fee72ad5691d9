"""The parts of tests/check-scores that need a language: data to train on, and comparisons with scikit-learn and seqeval."""
import csv
import importlib.util
import json
import math
import pathlib
import random
import sys

import numpy

golden = importlib.util.spec_from_file_location("golden", pathlib.Path(__file__).with_name("golden-scores.py"))
scores_of = importlib.util.module_from_spec(golden)
NEAR = 1e-9


def blocks(path):
    return [block.splitlines() for block in path.read_text().strip().split("\n\n")]


def numbers(text):
    return [float(word) for word in text.replace(";", " ").split() if not word[0].isalpha() or word == "nan"]


def near(a, b):
    return len(a) == len(b) and all(x == y or abs(x - y) < NEAR or (math.isnan(x) and math.isnan(y)) for x, y in zip(a, b))


def compare_golden(computed, kept):
    for name in ("classes", "labels", "against"):
        for new, old in zip(blocks(computed / f"{name}.txt"), blocks(kept / f"{name}.txt"), strict=True):
            assert new[:3] == old[:3] and near(numbers(new[3]), numbers(old[3])), (name, new, old)


def compare_entities(path):
    try:
        from seqeval.metrics import f1_score
    except ImportError:
        print("skipped: seqeval is not installed and cannot be; the golden values of entities are not compared")
        return
    for name, targets, predictions, scores in blocks(path):
        y, p = ([sequence.split() for sequence in line.split(" | ")] for line in (targets, predictions))
        assert abs(f1_score(y, p) - float(scores.split(";")[0].split()[3])) < NEAR, name
    print("ok: the golden values of entities are those of seqeval")


def rows(draw, task, count):
    """Sequences whose labels depend on their inputs, with so much noise that no model gets all right."""
    for n in range(count):
        x = [[draw.gauss(0, 1) for _ in range(3)] for _ in range(draw.randint(2, 7))]
        mean = [sum(step[k] for step in x) / len(x) for k in range(3)]
        label = {"two": "yes" if mean[0] + draw.gauss(0, 0.5) > 0.4 else "no", "three": "abc"[mean.index(max(mean))]}.get(task)
        for t, step in enumerate(x):
            values = [round(v, 4) for v in step]
            if task == "tag":
                tag = "O" if step[0] < 0 else ("B" if t == 0 or x[t - 1][0] < 0 or step[1] > 1 else "I") + ("-PER" if step[2] < 0 else "-LOC")
                yield [f"s{n}", *values, tag if draw.random() < 0.9 else "O"]
            elif task == "labels":
                yield [f"s{n}", *values, int(step[0] + draw.gauss(0, 0.7) > 0), int(step[1] > 1.2), int(sum(step) + draw.gauss(0, 1) > 1)]
            else:
                yield [f"s{n}", *values, label]


def make(folder):
    kinds = {"two": ("classify", ["y"]), "three": ("classify", ["y"]), "tag": ("tag", ["y"]), "labels": ("multilabel", ["u", "v", "w"])}
    for task, (kind, targets) in kinds.items():
        draw = random.Random(task)
        for part, count in (("train", 150), ("test", 80)):
            with open(folder / f"{task}-{part}.csv", "w", newline="") as file:
                csv.writer(file).writerows([["seq", "a", "b", "c", *targets], *rows(draw, task, count)])
        level = "\n  target_level: step" if task == "labels" else ""
        (folder / f"{task}.yaml").write_text(
            f"task: {kind}\ndata:\n  train: {folder}/{task}-train.csv\n  test: {folder}/{task}-test.csv\n  sequence: seq\n"
            f"  inputs: [a, b, c]\n  target: [{', '.join(targets)}]{level}\nmodel:\n  cell: gru\n  hidden: 8\n"
            "training:\n  epochs: 25\n  optimizer: adamw\n  learning_rate: 0.02\n  threads: 1\n")


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def compare_eval(task, folder):
    document = json.loads((folder / f"{task}.json").read_text())
    test, predicted = read(folder / f"{task}-test.csv"), read(folder / f"{task}-predicted.csv")
    names = [name[2:] for name in predicted[0] if name.startswith("p_")]
    p = numpy.array([[float(row[f"p_{name}"]) for name in names] for row in predicted])
    if task == "labels":
        y = numpy.array([[int(row[name]) for name in names] for row in test])
        expected = scores_of.labels(y, p)
        each = {name: scores_of.binary(y[:, c], p[:, c] > 0.5, p[:, c]) for c, name in enumerate(names)}
    else:
        labels = [row["y"] for row in test] if task == "tag" else list({row["seq"]: row["y"] for row in test}.values())
        unknown = sorted(set(labels) - set(names))
        y = numpy.array([names.index(label) if label in names else -1 - unknown.index(label) for label in labels])
        expected, found = scores_of.classes(len(names), y, p), p.argmax(1)
        each = {name: scores_of.binary(y == c, found == c, p[:, c]) for c, name in enumerate(names)}
    check("metrics", document["metrics"], expected)
    for name, scores in each.items():
        check(f"classes {name}", document["classes"][name], scores)
    if task == "tag":
        try:
            from seqeval.metrics import f1_score
        except ImportError:
            return
        sequences = {}
        for row, step in zip(test, predicted, strict=True):
            sequences.setdefault(row["seq"], []).append((row["y"], step["prediction"]))
        y, found = ([[pair[n] for pair in pairs] for pairs in sequences.values()] for n in range(2))
        check("metrics", document["metrics"], {"entity_f1": f1_score(y, found)})


def check(where, measured, expected):
    for metric, value in expected.items():
        own = measured.get(metric)
        same = own is None if math.isnan(value) else own is not None and abs(own - value) < NEAR
        assert same, f"{where}: {metric} is {own}, scikit-learn has {value}"


golden.loader.exec_module(scores_of)
command, *arguments = sys.argv[1:]
if command == "golden":
    compare_golden(*map(pathlib.Path, arguments))
elif command == "entities":
    compare_entities(pathlib.Path(arguments[0]))
elif command == "make":
    make(pathlib.Path(arguments[0]))
else:
    compare_eval(arguments[0], pathlib.Path(arguments[1]))
