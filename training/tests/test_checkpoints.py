"""Pieces, their hash list, the light form, and a training that goes on where it stopped."""
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training import checkpoints, train
from training.batches import MAX_LETTERS, MAX_TOKENS, MAX_WIDTH, batch
from training.model import Shape
from training.pieces import Pieces
from training.render import HEIGHT

REPOSITORY = Path(__file__).parents[2]
PIECES = Pieces(REPOSITORY / 'models/nano/tokenizer.json')
SMALL = Shape(width=64, heads=1, encoder_layers=1, decoder_layers=1)


def some_lines(count: int) -> dict:
    rng = np.random.default_rng(0)
    ids, letters = np.zeros((count, MAX_TOKENS), np.int16), np.zeros((count, MAX_LETTERS), np.uint8)
    ids[:, :5] = [1, 300, 301, 302, 2]
    letters[:, :6] = rng.integers(1, 90, (count, 6))
    return {'pixels': rng.integers(0, 255, (count, HEIGHT, MAX_WIDTH), dtype=np.uint8), 'ids': ids, 'letters': letters,
            'widths': np.full(count, 120), 'counts': np.full(count, 6), 'tokens': np.full(count, 5)}


def some_batch() -> dict:
    lines = {key: torch.from_numpy(rows) if key in ('pixels', 'ids', 'letters') else rows for key, rows in some_lines(8).items()}
    return batch(**lines, steps=torch.tensor(PIECES.steps()))


def new_training() -> train.Training:
    with mock.patch.object(train, 'Pieces', lambda: PIECES):
        return train.Training(SMALL, 'cpu')


class InPieces(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / 'nano.pt').write_bytes(bytes(range(256)) * 10)
        self.listing = checkpoints.split(self.folder / 'nano.pt', self.folder / 'out', size=1000)

    def test_joined_they_are_the_file(self):
        checkpoints.join(self.listing, self.folder / 'joined.pt')
        self.assertEqual((self.folder / 'joined.pt').read_bytes(), (self.folder / 'nano.pt').read_bytes())
        self.assertEqual([file.stat().st_size for file in sorted((self.folder / 'out').glob('*.0?'))], [1000, 1000, 560])

    def test_a_damaged_or_missing_piece_is_named(self):
        piece = self.folder / 'out/nano.pt.01'
        piece.write_bytes(piece.read_bytes()[:-1] + b'!')
        with self.assertRaisesRegex(ValueError, 'nano.pt.01 is damaged'):
            checkpoints.join(self.listing, self.folder / 'joined.pt')
        piece.unlink()
        with self.assertRaisesRegex(ValueError, 'nano.pt.01 is missing'):
            checkpoints.join(self.listing, self.folder / 'joined.pt')
        self.assertFalse((self.folder / 'joined.pt').exists())

    def test_too_many_pieces_are_refused(self):
        with self.assertRaisesRegex(ValueError, 'makes 26 pieces'):
            checkpoints.split(self.folder / 'nano.pt', self.folder / 'out', size=100)


class GoingOn(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / 'last.pt'
        torch.manual_seed(0)
        self.first, self.batch = new_training(), some_batch()
        for _ in range(3):
            self.step(self.first)
        self.first.save(self.file)

    def step(self, training):
        torch.manual_seed(1)  # the same tokens are replaced
        return [loss.item() for loss in training.step(self.batch, 1e-3, decoder_only=False)]

    def test_a_resumed_training_does_the_same_steps(self):
        second = new_training()
        second.load(checkpoints.read(self.file), go_on=True)
        self.assertEqual(second.state, self.first.state)
        for _ in range(2):
            for a, b in zip(self.step(self.first), self.step(second)):
                self.assertAlmostEqual(a, b, places=4)

    def test_a_light_checkpoint_is_the_average_in_16_bits(self):
        light = checkpoints.lighten(checkpoints.read(self.file))
        checkpoints.save(self.file.with_name('light.pt'), light)
        self.assertLess(self.file.with_name('light.pt').stat().st_size, self.file.stat().st_size / 5)
        second = new_training()
        second.load(checkpoints.read(self.file.with_name('light.pt')), go_on=False)
        self.assertEqual(second.state, {**self.first.state, 'seconds': 0.0})
        for mean, weight in zip(train.floats(self.first.average), train.floats(second.net)):
            torch.testing.assert_close(mean, weight, rtol=1e-3, atol=1e-5)

    def test_a_diverged_training_does_not_overwrite_its_checkpoint(self):
        before = self.file.read_bytes()
        next(self.first.net.parameters()).data.fill_(float('nan'))
        with self.assertRaisesRegex(FloatingPointError, 'diverged before step 3'):
            self.first.save(self.file)
        self.assertEqual(self.file.read_bytes(), before)

    def test_training_learns_its_batch(self):
        before = sum(self.step(self.first))
        for _ in range(30):
            self.step(self.first)
        self.assertLess(sum(self.step(self.first)), before * .8)


if __name__ == '__main__':
    unittest.main()
