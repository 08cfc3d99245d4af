// MinerU2.5 (OpenDataLab): layout lines for a page, then its crops, each with a prompt for its kind.
import { MINERU2_5 as FORMAT } from '../../src/formats/mineru.ts'
import { CHAT_ML } from './chat-ml.ts'
import { smartResize } from './image-rule.ts'
import { GREEDY, type ImageSize, type Sampling, type VlmProfile } from './vlm-profile.ts'

const TEXT = '\nText Recognition:'
/** Pixels; the page is squeezed into a square, whatever its shape. */
const LAYOUT_SIDE = 1036
/** Crops are padded in white to this ratio of their sides, and enlarged until the shorter one has this many pixels. */
const MOST_ASPECT = 50
const SHORTEST_SIDE = 28

const NO_LOOPS: Sampling['ngramBan'] = { size: 100, window: null, except: [] }
const LAYOUT: Sampling = { ...GREEDY, ngramBan: NO_LOOPS }
const CONTENT: Sampling = { repetitionPenalty: 1, presencePenalty: 1, frequencyPenalty: 0.05, ngramBan: NO_LOOPS }

export const MINERU2_5: VlmProfile = {
  id: 'mineru2.5',
  names: ['MinerU2.5', 'MinerU2_5'],
  unit: 'region',
  prompts: {
    ...CHAT_ML, system: 'You are a helpful assistant.', page: '\nLayout Detection:', imageFirst: true,
    regions: {
      title: TEXT, heading: TEXT, text: TEXT, 'list-item': TEXT, caption: TEXT, code: TEXT, header: TEXT, footer: TEXT, 'page-number': TEXT,
      footnote: TEXT, table: '\nTable Recognition:', formula: '\nFormula Recognition:',
    },
  },
  image: {
    send: (size, kind) => (kind === null ? { width: LAYOUT_SIDE, height: LAYOUT_SIDE } : enlarged(size)),
    see: smartResize({ factor: 28, minPixels: 4 * 28 * 28, maxPixels: 2048 * 28 * 28 }),
  },
  format: FORMAT,
  stops: ['<|im_end|>'],
  keepSpecialTokens: true,
  maxTokens: 8192,
  sampling: (kind) => (kind === null ? LAYOUT : kind === 'table' ? { ...CONTENT, frequencyPenalty: 0.005 } : CONTENT),
  sources: [
    'opendatalab/mineru-vl-utils: mineru_vl_utils/mineru_client.py (DEFAULT_PROMPTS, DEFAULT_SAMPLING_PARAMS, resize_by_need, layout_image_size), vlm_client/base_client.py (system prompt)',
    'preprocessor_config.json of opendatalab/MinerU2.5-2509-1.2B (Qwen2-VL processor)',
  ],
}

function enlarged({ width, height }: ImageSize): ImageSize {
  const padded = { width: Math.max(width, Math.ceil(height / MOST_ASPECT)), height: Math.max(height, Math.ceil(width / MOST_ASPECT)) }
  const scale = Math.max(1, SHORTEST_SIDE / Math.min(padded.width, padded.height))
  return { width: Math.ceil(padded.width * scale), height: Math.ceil(padded.height * scale) }
}
