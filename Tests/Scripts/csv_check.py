"""Compares the CSV reader with pandas on generated files that both should read.

    python csv_check.py DESCENT [FILES] [SEED]

Draws tables of numbers and texts, writes each as spreadsheets, R, MATLAB and pandas do (delimiters,
decimal commas, quotes, line ends, a mark of the byte order, blank lines, missing values), reads it by
`DESCENT -c 'data FILE ...'` and by pandas, and compares every number's bits. Needs NumPy and pandas.
"""

import csv
import json
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd

MARKS = ["", "NaN", "#N/A", "NA", "None"]
# pandas 3 reads correctly rounded numbers unasked, and warns of the option that older ones need.
warnings.filterwarnings("ignore", message=".*float_precision.*")
TEXTS = ["red", "green", "deep blue", "Größe", 'a "b"', "x, y", "p;q", "l1\nl2"]
FORMATS = ["{!r}", "{:.3f}", "{:.6e}", "{:.17g}", "{:.0f}"]


def table(draw):
    """Names, rows of fields as text with a decimal point, and which columns are texts."""
    rows, width = draw.randint(4, 40), draw.randint(2, 8)
    names = [f"c{k}" + draw.choice(["", " (kg)", ", m"]) for k in range(width)]
    columns, texts = [], []
    for k in range(width):
        # A text repeats: where every text differs it is an identifier and no feature.
        if 0 < k < width - 1 and draw.rand() < 0.3:
            kinds = list(draw.choice(TEXTS, 3, replace=False))
            column = [str(kinds[i % 3]) for i in draw.permutation(rows)]
            texts.append(k)
        else:
            form = FORMATS[draw.randint(len(FORMATS))]
            scale = 10.0 ** draw.randint(-8, 9)
            column = [form.format(float(v)) for v in draw.standard_normal(rows) * scale]
            column[0] = "0.25"  # the decimal sign is plain
        columns.append(column)
    body = [list(row) for row in zip(*columns)]
    if draw.rand() < 0.4:
        for _ in range(draw.randint(1, 3)):
            k = draw.choice([k for k in range(width) if k not in texts])
            body[draw.randint(1, rows)][k] = MARKS[draw.randint(len(MARKS))]
    return names, body, texts


def write(path, names, body, texts, draw):
    """Writes the file; returns what pandas must be told."""
    delimiter = [",", ";", "\t", "|"][draw.randint(4)]
    comma = delimiter != "," and draw.rand() < 0.5
    if comma:
        body = [
            [f if k in texts else f.replace(".", ",") for k, f in enumerate(row)] for row in body
        ]
    quoting = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL][draw.randint(2)]
    end = ["\n", "\r\n"][draw.randint(2)]
    encoding = ["utf-8", "utf-8-sig"][draw.randint(2)]
    with open(path, "w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
        writer.writerow(names)
        for row in body:
            writer.writerow(row)
            if draw.rand() < 0.05:
                file.write(end)
    return dict(
        sep=delimiter, decimal="," if comma else ".", encoding=encoding,
        na_values=MARKS, keep_default_na=False, float_precision="round_trip",
        dtype={names[k]: str for k in texts},
    )


def ours(descent, path):
    """The features' names, and x and y as the program has them."""
    read = f'data "{path}" drop_missing=yes task=regression'
    first = subprocess.run([descent, "-c", read, "--json"], capture_output=True, text=True)
    if first.returncode:
        return first.stdout.strip() or first.stderr.strip()
    names = json.loads(first.stdout.splitlines()[0])["features"]
    line = f"{read}; network {len(names)}-1:linear; print x; print y"
    whole = subprocess.run([descent, "-c", line, "--json"], capture_output=True, text=True)
    if whole.returncode:
        return whole.stdout.strip()
    x, y = (json.loads(text)["value"] for text in whole.stdout.splitlines()[-2:])
    return names, np.array(x, dtype=float), np.array(y, dtype=float).reshape(-1)


def theirs(path, names, texts, options):
    frame = pd.read_csv(path, **options).dropna()
    titles, columns = [], []
    for k, name in enumerate(names[:-1]):
        if k in texts:
            for value in sorted(set(frame[name])):
                titles.append(f"{name}={value}")
                columns.append((frame[name] == value).to_numpy(float))
        else:
            titles.append(name)
            columns.append(frame[name].to_numpy(float))
    return titles, np.array(columns).T, frame[names[-1]].to_numpy(float)


def main():
    descent = sys.argv[1]
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    draw = np.random.RandomState(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    equal, wrong, numbers = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(files):
            path = f"{folder}/file{i}.csv"
            names, body, texts = table(draw)
            options = write(path, names, body, texts, draw)
            mine = ours(descent, path)
            their = theirs(path, names, texts, options)
            same = not isinstance(mine, str) and sorted(mine[0]) == sorted(their[0])
            if same:
                # Categories are in the order of Swift's strings and of Python's.
                order = [mine[0].index(name) for name in their[0]]
                x = mine[1].reshape(len(their[2]), -1)[:, order] if len(their[2]) else mine[1]
                same = x.tobytes() == their[1].tobytes() and mine[2].tobytes() == their[2].tobytes()
            equal, wrong = equal + same, wrong + (not same)
            numbers += their[1].size + their[2].size
            if not same and wrong <= 5:
                print(f"file {i}: {options['sep']!r} {options['decimal']!r}")
                print("  ", mine if isinstance(mine, str) else mine[0], "\n  ", their[0])
                print("  ", open(path, encoding=options["encoding"]).read()[:300])
    print(f"{equal} of {files} files equal to the bit, {numbers} numbers; {wrong} differ")
    sys.exit(wrong > 0)


main()
