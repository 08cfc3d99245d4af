"""How far each token moves the text position: positions count characters, as the image columns do (model.Encoder)."""
from tokenizers import Tokenizer

SPECIAL = 3  # <pad>, <s>, </s>: no characters


def position_steps(tokenizer: Tokenizer) -> list[int]:
    """Characters of each piece, by token id; a byte piece counts one, although it may be part of a character."""
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return [0 if i < SPECIAL else 1 if piece.startswith('<0x') else len(piece) for piece, i in pieces]
