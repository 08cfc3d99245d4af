"""Our own tokens against the `tokenizers` library, on the tokenizer that ships."""
import random
import unittest

from tokenizers import Tokenizer

from training.alphabet import ALPHABET
from training.tests.test_checkpoints import PIECES, REPOSITORY


class Pieces(unittest.TestCase):
    def setUp(self):
        self.library = Tokenizer.from_file(str(REPOSITORY / 'models/nano/tokenizer.json'))
        rng = random.Random(0)
        prose = ' '.join((REPOSITORY / 'README.md').read_text(encoding='utf-8').split())
        self.texts = [prose[at:at + 60] for at in range(0, len(prose), 60)]
        self.texts += [''.join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 40))) for _ in range(500)] + ['', 'x²y', 'Straße ½', 'Ω→漢字']

    def test_ids_are_the_library_s(self):
        for text in self.texts:
            if '<s>' not in text and '</s>' not in text:
                self.assertEqual(PIECES.encode(text), self.library.encode(text, add_special_tokens=False).ids, text)

    def test_texts_come_back(self):
        for text in self.texts:
            self.assertEqual(PIECES.decode(PIECES.encode(text)), text)

    def test_positions_count_characters(self):
        for text in (text for text in self.texts if set(text) <= set(ALPHABET)):
            self.assertEqual(sum(PIECES.steps()[i] for i in PIECES.encode(text)), len(text))


if __name__ == '__main__':
    unittest.main()
