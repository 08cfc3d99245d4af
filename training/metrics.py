"""Edit distance and the reading of CTC classes, shared by training and evaluation."""
from .alphabet import ALPHABET


def ctc_text(classes: list[int]) -> str:
    """Characters of the best path: repeats collapse, blanks (0) go."""
    return ''.join(ALPHABET[c - 1] for i, c in enumerate(classes) if c and (i == 0 or c != classes[i - 1]))


def distance(a, b) -> int:
    """Levenshtein distance of two strings (or lists)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
