"""Where working files live: text cache, tokenizer, font list, checkpoints. Never inside the repository."""
import os
from pathlib import Path

WORK = Path(os.environ.get('SPECPARSE_TRAINING_DIR', Path.home() / '.cache' / 'specparse-training'))
TEXT = WORK / 'text'            # build_text: one plain text file a source and split
FACES = WORK / 'faces.json'     # build_fonts: usable faces and the characters each one covers
FONTS = WORK / 'fonts'          # build_fonts: those faces with nano's characters only
TOKENIZER = WORK / 'tokenizer'  # tokenizer.json, tokenizer_config.json
