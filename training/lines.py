"""What a line says: windows of running text, and made-up headings, figures, dates, addresses and references."""
import random
import re

from .alphabet import INDEX
from .paths import TEXT
from .sources import SOURCES

WORDS_KEPT = 1_500_000  # running words a source, bounds memory


class Lines:
    """Endless lines of one split ('train' or 'heldout'); the caller's generator makes them repeatable.
    `english`: prose in English only, for measuring beside an OCR that reads English."""

    def __init__(self, split: str, english: bool = False):
        self.running, self.share = [], []
        for source in (s for s in SOURCES if s.share and (s.english or not english)):
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
        if kind < .72:
            text = self.prose(rng, length)
        elif kind < .80:
            text = joined(rng, length, lambda: rng.choice(self.english))
        elif kind < .83:
            text = joined(rng, length, lambda words=rng.choice(self.foreign): rng.choice(words))
        elif kind < .93:
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


def joined(rng, length, make, separators=(' ', ' ', ' ', ', ', ' - ')):
    text = make()
    while len(text) < length:
        text += rng.choice(separators) + make()
    return text


MONTHS = 'January February March April May June July August September October November December'.split()


def figure(rng: random.Random) -> str:
    """One number, sum of money, date, time, share, reference, address or identifier."""
    n, year = rng.randint(0, 10 ** rng.randint(1, 7)), rng.randint(1800, 2030)
    name = lambda k: ''.join(rng.choice('abcdefghijklmnopqrstuvwxyz') for _ in range(rng.randint(2, k)))
    cents, month, day = rng.randint(0, 99), rng.choice(MONTHS), rng.randint(1, 31)
    return rng.choice([
        lambda: str(n), lambda: f'{n:,}', lambda: f'{n:,}.{cents:02}', lambda: f'${n:,}.{cents:02}', lambda: f'€ {n}', lambda: f'£{n:,}',
        lambda: f'{n % 100}.{cents}%', lambda: f'{n % 100}%', lambda: f'{n % 10}.{rng.randint(0, 9999):04}', lambda: f'-{n % 1000}.{cents}',
        lambda: f'{day} {month} {year}', lambda: f'{month} {day}, {year}', lambda: f'{month[:3]}. {year}', lambda: f'{day:02}/{n % 12 + 1:02}/{year}',
        lambda: f'{year}-{n % 12 + 1:02}-{day:02}', lambda: f'{day % 24:02}:{cents % 60:02}', lambda: f'{n % 50}–{n % 50 + day}', lambda: f'({year})',
        lambda: f'[{day}]', lambda: f'{n % 20}.{day % 9 + 1}.{cents % 9}', lambda: f'{name(8)}@{name(9)}.{rng.choice(["com", "org", "net", "edu", "de"])}',
        lambda: f'https://www.{name(9)}.{rng.choice(["com", "org", "io"])}/{name(7)}', lambda: f'+{n % 99} {n % 999:03} {day}{cents:02}', lambda: f'{n:x}',
        lambda: f'{name(8).upper()}-{n % 10000}', lambda: f'/{name(5)}/{name(7)}.{name(3)}', lambda: f'{name(6)}_{name(7)}()', lambda: f'{day} × {cents}',
        lambda: f'±{day}.{cents}', lambda: f'≤ {day}', lambda: f'≥ {cents}', lambda: f'{day} °C', lambda: f'{day}½', lambda: f'{cents} µm', lambda: f'{name(6).title()} et al., {year}',
        lambda: f'pp. {day}–{day + cents}', lambda: f'{name(7).title()}™', lambda: f'vol. {day}({cents})', lambda: f'{day}†', lambda: f'No. {n}'])()


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
