"""The documents whose text is rendered, with package and licence (from /usr/share/doc/<package>/copyright).

Never add debmake-doc, LaTeX notes or the FHS here: they are the project's test documents.
"""
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    name: str
    package: str
    licence: str
    files: str    # glob
    reader: str   # a key of build_text.READERS
    share: float  # of the running text that is rendered
    english: bool = True


SOURCES = [
    Source('postgresql', 'postgresql-doc-15', 'PostgreSQL', '/usr/share/doc/postgresql-doc-15/html/*.html', 'html', .16),
    Source('debian-reference', 'debian-reference-en', 'GPL-2+', '/usr/share/debian-reference/*.en.html', 'html', .10),
    Source('developers-reference', 'developers-reference', 'GPL-2+', '/usr/share/developers-reference/*.html', 'html', .06),
    Source('r-manuals', 'r-doc-html', 'GPL-2', '/usr/share/R/doc/manual/*.html', 'html', .10),
    Source('perl', 'perl-doc', 'GPL-1+ or Artistic', '/usr/share/perl/5.*/pod/*.pod', 'pod', .08),
    Source('anarchist-faq', 'anarchism', 'GPL-2', '/usr/share/doc/anarchism/html/**/*.html', 'html', .26),
    Source('wordnet', 'wordnet-base', 'WordNet 3.0', '/usr/share/wordnet/data.*', 'wordnet', .15),
    *(Source(f'debian-reference-{tongue}', f'debian-reference-{tongue}', 'GPL-2+', f'/usr/share/debian-reference/*.{tongue}.html', 'html', share, False)
      for tongue, share in (('de', .03), ('es', .03), ('fr', .03), ('it', .02), ('pt', .02))),
    *(Source(f'developers-reference-{tongue}', f'developers-reference-{tongue}', 'GPL-2+', f'/usr/share/developers-reference/{tongue}/*.html', 'html', share, False)
      for tongue, share in (('de', .02), ('fr', .02), ('it', .02))),
    Source('words-english', 'wamerican-large', 'public domain / permissive (SCOWL)', '/usr/share/dict/american-english-large', 'words', 0),
    Source('words-german', 'wngerman', 'GPL-2+', '/usr/share/dict/ngerman', 'words', 0),
    Source('words-french', 'wfrench', 'GPL-2+', '/usr/share/dict/french', 'words', 0),
    Source('words-spanish', 'wspanish', 'public domain', '/usr/share/dict/spanish', 'words', 0),
    Source('words-italian', 'witalian', 'GPL-3+', '/usr/share/dict/italian', 'words', 0),
    Source('words-portuguese', 'wportuguese', 'GPL-2+ or LGPL-2.1+ or MPL-1.1', '/usr/share/dict/portuguese', 'words', 0),
]

HELD_OUT_SHARE = .04  # of the documents


def is_held_out(path: str) -> bool:
    """A document's own name decides, so the split never depends on order or on a seed."""
    digest = hashlib.sha256(path.rsplit('/', 1)[-1].encode()).digest()
    return int.from_bytes(digest[:4], 'big') / 2**32 < HELD_OUT_SHARE
