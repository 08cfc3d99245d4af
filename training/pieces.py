"""The decoder's pieces: text to token ids and back. Plain Python, so that training needs no tokenizer package;
`tests/test_pieces.py` holds it against the `tokenizers` library.
"""
import json
import re
from functools import lru_cache
from pathlib import Path

from .paths import TOKENIZER

PAD, BOS, EOS = 0, 1, 2
SPECIAL = 3  # <pad>, <s>, </s>: no characters
# A word with the space before it, or one other character; as build_tokenizer.WORDS, in the dialect of `re`.
WORDS = re.compile(r' ?[^\W\d_¹²³¼½¾]+|.', re.S)


class Pieces:
    def __init__(self, file: Path = TOKENIZER / 'tokenizer.json'):
        model = json.loads(file.read_text(encoding='utf-8'))['model']
        self.ids = model['vocab']
        self.texts = sorted(self.ids, key=self.ids.get)
        self.ranks = {tuple(merge): rank for rank, merge in enumerate(model['merges'])}
        self.of_word = lru_cache(100_000)(self._of_word)

    def encode(self, text: str) -> list[int]:
        return [i for word in WORDS.findall(text) for i in self.of_word(word)]

    def decode(self, ids: list[int]) -> str:
        byte = lambda text: bytes([int(text[3:5], 16)]) if self.is_byte(text) else text.encode()
        return b''.join(byte(self.texts[i]) for i in ids if i >= SPECIAL).decode(errors='replace')

    def steps(self) -> list[int]:
        """How far each token moves the text position, by token id: positions count characters, as the image columns do
        (model.Encoder). A byte piece counts one, although it may be part of a character."""
        return [0 if i < SPECIAL else 1 if self.is_byte(text) else len(text) for i, text in enumerate(self.texts)]

    @staticmethod
    def is_byte(text: str) -> bool:
        return len(text) == 6 and text.startswith('<0x')

    def _of_word(self, word: str) -> list[int]:
        parts = [part for c in word for part in ([c] if c in self.ids else [f'<0x{byte:02X}>' for byte in c.encode()])]
        while True:
            ranked = [(self.ranks[pair], at) for at, pair in enumerate(zip(parts, parts[1:])) if pair in self.ranks]
            if not ranked:
                return [self.ids[part] for part in parts]
            at = min(ranked)[1]
            parts[at:at + 2] = [parts[at] + parts[at + 1]]
