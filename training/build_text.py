"""Text cache: plain text of Debian documentation packages, split into training and held-out documents.

usage: python -m training.build_text          (packages.txt lists what has to be installed)
"""
import glob
import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

from .alphabet import normalize
from .paths import TEXT
from .sources import SOURCES, Source, is_held_out


class _Paragraphs(HTMLParser):
    """Collects the text of block elements; one line a block."""
    BLOCKS = {'p', 'li', 'h1', 'h2', 'h3', 'h4', 'td', 'th', 'dt', 'dd', 'div', 'pre', 'tr', 'br', 'title'}
    SILENT = {'script', 'style', 'head'}

    def __init__(self):
        super().__init__()
        self.lines, self.silent = [''], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.lines.append('')

    def handle_endtag(self, tag):
        self.silent -= tag in self.SILENT
        if tag in self.BLOCKS:
            self.lines.append('')

    def handle_data(self, data):
        if not self.silent:
            self.lines[-1] += data


def from_html(raw: str) -> list[str]:
    parser = _Paragraphs()
    parser.feed(raw)
    return parser.lines


def from_pod(raw: str) -> list[str]:
    """Perl's documentation format: paragraphs, commands that begin with '=', and marks such as B<text>."""
    raw = re.sub(r'\b[A-Z]<{1,3}\s*([^<>|]*?)(?:\|[^<>]*)?\s*>{1,3}', r'\1', raw)
    paragraphs = re.split(r'\n\s*\n', raw)
    return [re.sub(r'^=\w+ ?', '', p) for p in paragraphs if not re.match(r'=(cut|over|back|pod|encoding|for|begin|end)', p)]


def from_wordnet(raw: str) -> list[str]:
    """WordNet data files: the definition and its examples follow the bar."""
    return [line.split('|', 1)[1] for line in raw.splitlines() if '|' in line]


def from_words(raw: str) -> list[str]:
    return raw.splitlines()


READERS = {'html': from_html, 'pod': from_pod, 'wordnet': from_wordnet, 'words': from_words}


def read(path: str) -> str:
    opener = gzip.open if path.endswith('.gz') else open
    with opener(path, 'rt', encoding='utf-8', errors='replace') as file:
        return file.read()


def paragraphs(source: Source, path: str) -> list[str]:
    lines = (normalize(line).strip() for line in READERS[source.reader](read(path)))
    shortest = 1 if source.reader == 'words' else 12
    return [line for line in lines if len(line) >= shortest and '\ufffd' not in line]


def main():
    TEXT.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        parts = {'train': [], 'heldout': []}
        for path in sorted(glob.glob(source.files, recursive=True)):
            found = paragraphs(source, path)
            if source.reader in ('words', 'wordnet'):  # one huge file: split by entry, not by document
                for n, line in enumerate(found):
                    parts['heldout' if n % 40 == 0 else 'train'].append(line)
            else:
                parts['heldout' if is_held_out(path) else 'train'] += found
        for split, lines in parts.items():
            lines = list(dict.fromkeys(lines))  # page furniture repeats on every page
            Path(TEXT / f'{split}.{source.name}.txt').write_text('\n'.join(lines), encoding='utf-8')
        print(source.name, {split: sum(map(len, lines)) for split, lines in parts.items()}, 'characters', flush=True)


if __name__ == '__main__':
    main()
