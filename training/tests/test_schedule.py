"""The clock's schedule, and a pool that prefers fresh lines and never waits while it has lines to show again."""
import queue
import unittest
from unittest import mock

import numpy as np
import torch

from training import schedule
from training.augment import changed
from training.model import NEVER, attended
from training.pool import GROUP, MAX_VIEWS, Pool
from training.tests.test_checkpoints import PIECES, some_lines


class Clock(unittest.TestCase):
    def test_the_rate_rises_once_and_ends_at_nothing(self):
        rates = [schedule.learning_rate(step / 10_000, step, 1e-3) for step in range(10_001)]
        top = rates.index(max(rates))
        self.assertAlmostEqual(top, schedule.WARMUP, delta=2)
        self.assertEqual(rates[top:], sorted(rates[top:], reverse=True))
        self.assertEqual(schedule.learning_rate(1, 10_000, 1e-3), 0)

    def test_only_new_models_begin_with_short_lines(self):
        self.assertEqual([schedule.width(done, True) for done in (0, .1, .5, 1)], [160, 280, 480, 480])
        self.assertEqual(schedule.width(0, False), 480)


class Lines(unittest.TestCase):
    def setUp(self):
        self.queue = queue.Queue()
        self.pool = Pool(self.queue, 200, 2, torch.tensor(PIECES.steps()))

    def test_fresh_lines_go_out_once_then_again_changed(self):
        self.queue.put(some_lines(2 * GROUP))
        batches = self.pool.batches()
        first = [next(batches) for _ in range(GROUP)]
        again = [next(batches) for _ in range(GROUP)]
        whole = lambda group: sorted(int(line.sum() * 255 + .5) for made in group for line in made['pixels'])
        original = sorted(int(line[:, :128].sum()) for line in some_lines(2 * GROUP)['pixels'])
        self.assertTrue(np.allclose(whole(first), original, atol=2))
        self.assertFalse(np.allclose(whole(again), original, atol=50))
        self.assertEqual((self.pool.lines, self.pool.views), (2 * GROUP, 4 * GROUP))

    def test_it_waits_when_lines_were_seen_too_often(self):
        self.queue.put(some_lines(2 * GROUP))
        for _ in range(MAX_VIEWS):
            self.pool.rows(2 * GROUP)
        self.queue.put(some_lines(2 * GROUP))
        self.assertFalse(self.pool.rows(2 * GROUP)[1])

    def test_it_says_when_no_lines_come(self):
        with mock.patch('training.pool.PATIENCE', .01), self.assertRaisesRegex(RuntimeError, 'no lines were rendered'):
            self.pool.rows(2 * GROUP)

    def test_a_full_ring_forgets_the_oldest(self):
        for number in range(1, 5):
            self.queue.put({**some_lines(100), 'counts': np.full(100, number)})
        for _ in range(24):
            self.pool.rows(2 * GROUP)
        self.assertEqual(set(self.pool.host['counts']), {3, 4})

    def test_changes_keep_values_and_shape(self):
        x = torch.rand(6, 1, 32, 128)
        y = changed(x)
        self.assertEqual(y.shape, x.shape)
        self.assertTrue(0 <= y.min() and y.max() <= 1)


class Attention(unittest.TestCase):
    def test_the_fused_kernel_of_gpus_computes_the_same(self):
        q, k, v = (torch.rand(2, 3, n, 64) for n in (5, 9, 9))
        bias = torch.zeros(2, 1, 5, 9)
        bias[1, :, :, 6:] = NEVER
        fused = torch.nn.functional.scaled_dot_product_attention(q, k, v, bias)
        torch.testing.assert_close(attended(q, k, v, bias), fused, rtol=1e-4, atol=1e-5)


if __name__ == '__main__':
    unittest.main()
