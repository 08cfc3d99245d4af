"""Where a model errs: pairs of characters, degradations, faces, kinds of text. What the next recipe should show more of.

usage: python -m training.errors MODEL [--batches 20] [--clean 0]       (a model folder or a checkpoint; held-out lines)
Prints the most frequent confusions of the decoder ('' = nothing there), and error rates by group, worst first.
"""
import argparse
import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path

from .batches import fixed_batches
from .evaluate import is_prose, open_reader, read_all
from .metrics import distance

SEED, WIDTH = 74, 320
LEAST = 150  # characters; smaller groups do not tell


def confusions(read: str, true: str):
    """(true, read) of every stretch that differs, up to three characters long."""
    for kind, i0, i1, j0, j1 in SequenceMatcher(None, true, read, autojunk=False).get_opcodes():
        if kind != 'equal' and max(i1 - i0, j1 - j0) <= 3:
            yield true[i0:i1], read[j0:j1]


def text_kind(text: str) -> str:
    if is_prose(text):
        return 'prose'
    if re.search(r'[à-ÿÀ-ß]', text):
        return 'accents'
    signs = sum(not c.isalnum() and c != ' ' for c in text) / len(text)
    return 'figures' if sum(c.isdigit() for c in text) > .3 * len(text) else 'signs' if signs > .15 else 'one or two words' if text.count(' ') < 2 else 'other'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('model', type=Path)
    parser.add_argument('--batches', type=int, default=20)
    parser.add_argument('--clean', type=float, default=0)
    args = parser.parse_args()
    batches = fixed_batches(args.batches, SEED, args.clean, WIDTH)
    rows = read_all(open_reader(args.model), batches)
    pairs, groups = Counter(), defaultdict(lambda: [0, 0, 0])
    for row, line in zip(rows, (line for batch in batches for line in batch['lines'])):
        wrong = distance(row['decoder'], row['text'])
        if wrong <= .3 * len(row['text']):  # beyond that the line was not read at all
            pairs.update(confusions(row['decoder'], row['text']))
        looks = [f'{kind} {severity + 1}' for kind, severity in line.kinds] or ['clean']
        for name in (f'face {line.family}', f'text {text_kind(line.text)}', *(f'look {look}' for look in looks)):
            groups[name] = [a + b for a, b in zip(groups[name], (1, len(line.text), wrong))]
    print('\n'.join(f'{count:4} {true!r} read as {read!r}' for (true, read), count in pairs.most_common(40)))
    for name, (lines, letters, wrong) in sorted(groups.items(), key=lambda group: -group[1][2] / group[1][1]):
        if letters >= LEAST:
            print(f'{wrong / letters:7.2%} {wrong:5} of {letters:6} in {lines:4} lines: {name}')


if __name__ == '__main__':
    main()
