"""The characters that nano reads, and how any text is brought to them. First step of the data path."""
import re
import unicodedata

ASCII = ''.join(map(chr, range(0x20, 0x7F)))
LATIN1 = ''.join(chr(c) for c in range(0xA1, 0x100) if c != 0xAD)  # 0xAD, the soft hyphen, has no ink
TYPOGRAPHY = '–—‘’‚“”„•…€™†‡‰‹›ŒœŠšŽžŸ→≤≥'
ALPHABET = ASCII + LATIN1 + TYPOGRAPHY  # CTC class i reads character i - 1; class 0 is the blank
INDEX = {c: i + 1 for i, c in enumerate(ALPHABET)}

# Drawn one way, written another: the text nano returns uses the right-hand side.
LIGATURES = {'ﬀ': 'ff', 'ﬁ': 'fi', 'ﬂ': 'fl', 'ﬃ': 'ffi', 'ﬄ': 'ffl'}
DRAWN = {**LIGATURES, 'ſ': 's', '⸗': '-'}  # the long s and the hyphen of old print as well
SAME_LOOK = {'\u00a0': ' ', '\u2009': ' ', '\u202f': ' ', '\u00ad': '', '\u200b': '', '\u2010': '-', '\u2011': '-',
             '\u2012': '–', '\u2212': '–', '\u2015': '—', '\u02bc': '’', '\u2032': '’', '\u2033': '”', '\u25cf': '•'}
_REWRITE = str.maketrans({**DRAWN, **SAME_LOOK})
_UNREADABLE = re.compile('[^' + re.escape(ALPHABET) + ']')


def normalize(text: str) -> str:
    """Text in nano's alphabet, or with '\\ufffd' where it has no character for it; white space becomes one space."""
    text = unicodedata.normalize('NFC', text.translate(_REWRITE))
    return _UNREADABLE.sub('\ufffd', re.sub(r'\s+', ' ', text))
