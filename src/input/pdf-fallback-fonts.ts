// Faces for text whose font is neither in the PDF nor one of the standard fourteen: the same on every machine, fonts or not.
import { GlobalFonts } from '@napi-rs/canvas'

const FAMILY = 'Liberation Sans'
const FACES = ['Regular', 'Bold', 'Italic', 'BoldItalic']
/** What pdf.js asks the canvas for when a font is missing. */
const GENERIC = ['serif', 'sans-serif', 'monospace']

/** Registers the faces that pdfjs-dist ships in `folder`; without them such text is not drawn where no fonts are installed. */
export function registerFallbackFonts(folder: string): void {
  if (GlobalFonts.has(FAMILY)) return
  FACES.forEach((face) => GlobalFonts.registerFromPath(`${folder}LiberationSans-${face}.ttf`, FAMILY))
  GENERIC.forEach((name) => GlobalFonts.setAlias(FAMILY, name))
}
