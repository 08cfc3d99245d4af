"""The decoder's BPE tokenizer in Hugging Face format, learnt from the training text.

usage: python -m training.build_tokenizer     (after build_text)

Lossless: a space is a character like any other, characters outside the alphabet become UTF-8 bytes
(<0x00>..<0xFF>), and nothing is prefixed or stripped, so decode(encode(x)) == x. Merges never cross a
word: a word may take one leading space, a digit or a sign stands alone (the decoder has to look at each).
"""
import json
import random

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from tokenizers import Regex

from .alphabet import ALPHABET
from .paths import TEXT, TOKENIZER
from .sources import SOURCES

SPECIAL = ['<pad>', '<s>', '</s>']
PIECES = 1024
WORDS = r' ?\p{L}+|[^\p{L}]'
SAMPLE = 40_000  # paragraphs a source


def learnt_merges(lines: list[str], num_merges: int) -> list[list[str]]:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORDS), 'isolated')
    trainer = trainers.BpeTrainer(vocab_size=num_merges + len(ALPHABET), initial_alphabet=list(ALPHABET),
                                  limit_alphabet=len(ALPHABET), max_token_length=8, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    return json.loads(tokenizer.to_str())['model']['merges'][:num_merges]


def build(lines: list[str]) -> Tokenizer:
    pieces = SPECIAL + [f'<0x{byte:02X}>' for byte in range(256)] + list(ALPHABET)
    merges = learnt_merges(lines, PIECES - len(pieces))
    pieces += [left + right for left, right in merges]
    vocab = {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.BPE(vocab, [tuple(m) for m in merges], byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORDS), 'isolated')
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def main():
    rng, lines = random.Random(0), []
    for source in SOURCES:
        if source.share:
            text = (TEXT / f'train.{source.name}.txt').read_text(encoding='utf-8').split('\n')
            lines += rng.sample(text, min(SAMPLE, len(text)))
    tokenizer = build(lines)
    TOKENIZER.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(TOKENIZER / 'tokenizer.json'))
    config = {'tokenizer_class': 'PreTrainedTokenizerFast', 'bos_token': '<s>', 'eos_token': '</s>', 'pad_token': '<pad>',
              'add_bos_token': False, 'add_eos_token': False, 'clean_up_tokenization_spaces': False, 'model_max_length': 128}
    (TOKENIZER / 'tokenizer_config.json').write_text(json.dumps(config, indent=2) + '\n')
    length = sum(map(len, lines[:2000])) / sum(len(tokenizer.encode(line).ids) for line in lines[:2000])
    print(tokenizer.get_vocab_size(), 'pieces;', f'{length:.2f} characters a piece')


if __name__ == '__main__':
    main()
