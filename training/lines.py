"""What a line says: windows of running text, and what is made up (made_up.py)."""
import random
import re

from .alphabet import INDEX
from .made_up import cell, citation, code, figure, joined
from .paths import TEXT
from .sources import SOURCES

WORDS_KEPT = 1_500_000  # running words a source, bounds memory


class Lines:
    """Endless lines of one split ('train' or 'heldout'); the caller's generator makes them repeatable.
    `english`: prose in English only, for measuring beside an OCR that reads English; `names`: of these sources only."""

    def __init__(self, split: str, english: bool = False, names: tuple[str, ...] = ()):
        self.running, self.share = [], []
        for source in (s for s in SOURCES if s.share and (s.english or not english) and (s.name in names or not names)):
            words = (TEXT / f'{split}.{source.name}.txt').read_text(encoding='utf-8').split()
            if len(words) > 500:
                start = random.Random(0).randrange(max(1, len(words) - WORDS_KEPT))
                self.running.append([w for w in words[start:start + WORDS_KEPT] if len(w) < 40])
                self.share.append(source.share)
        lists = {s.name: (TEXT / f'{split}.{s.name}.txt').read_text(encoding='utf-8').split('\n') for s in SOURCES if not s.share}
        self.english = lists.pop('words-english')
        self.foreign = [words for words in lists.values() if len(words) > 500]

    def draw(self, rng: random.Random, length: int) -> str:
        """A line of about `length` characters, never empty, without white space at its ends."""
        kind = rng.random()
        if kind < .03:
            return code(rng, length)
        if kind < .70:
            text = self.prose(rng, length)
        elif kind < .77:
            text = joined(rng, length, lambda: rng.choice(self.english))
        elif kind < .82:
            text = joined(rng, length, lambda words=rng.choice(self.foreign): rng.choice(words))
        elif kind < .87:
            text = joined(rng, length, lambda: citation(rng)) if rng.random() < .3 else cell(rng)
        elif kind < .94:
            text = joined(rng, length, lambda: figure(rng), separators=(' ', ' ', ', ', '  ', ' | '))
        elif kind < .97:
            text = self.mixed(rng, length)
        else:
            text = ''.join(rng.choice(CHARACTERS) for _ in range(min(length, rng.randint(1, 24))))
        text = restyled(rng, text)
        return re.sub(r'\s+', ' ', text).strip() or 'a'

    def prose(self, rng: random.Random, length: int) -> str:
        words = rng.choices(self.running, self.share)[0]
        at, text = rng.randrange(len(words) - 60), ''
        while len(text) < length and at < len(words):
            text += ' ' + words[at]
            at += 1
        if rng.random() < .12 and len(words[at - 1]) > 6:  # a word hyphenated at the line's end
            text = text[:-rng.randint(2, len(words[at - 1]) - 3)].rstrip('-') + '-'
        return text

    def mixed(self, rng: random.Random, length: int) -> str:
        """Prose around a figure, list items, references, table of contents."""
        start = rng.choice(['• ', '– ', '- ', '* ', '(a) ', '(ii) ', '1. ', '§ ', '→ ', '[12] ', f'{rng.randint(1, 12)}.{rng.randint(1, 30)} ',
                            'Figure {}: ', 'Table {}. ', 'Chapter {} ', 'p. {}, ', '© 20{} ', '“', '(']).format(rng.randint(1, 99))
        middle = self.prose(rng, max(3, length - 12))
        end = rng.choice(['', ' ' + figure(rng), f' ..... {rng.randint(1, 400)}', f' [{rng.randint(1, 150)}]', f' ({rng.randint(1890, 2026)})', '”', ')', ':', '…', '?', '!'])
        return start + middle + end


# Every character of the alphabet turns up, the rare ones too; digits and signs more than their share in prose.
CHARACTERS = list(INDEX) + list('0123456789.,;:-()/%$€£&@#*+="\'!?[]{}<>_|~^\\`0123456789') * 3


def restyled(rng: random.Random, text: str) -> str:
    kind = rng.random()
    if kind < .06:
        text = text.upper()
    elif kind < .09:
        text = text.title()
    if rng.random() < .45:  # typographic quotes and dashes, as typesetters write them
        text = re.sub(r'(^|[\s(\[])"', r'\1“', text).replace('"', '”')
        text = re.sub(r"(^|[\s(\[])'", r'\1‘', text).replace("'", '’')
        text = text.replace('---', '—').replace(' -- ', rng.choice([' – ', '—', ' — '])).replace('--', '–').replace('...', rng.choice(['…', '...']))
    if rng.random() < .03:
        text = rng.choice(['"{}"', '({})', '“{}”', '‘{}’', '[{}]', '«{}»', '„{}“']).format(text)
    return ''.join(c for c in text if c in INDEX)
