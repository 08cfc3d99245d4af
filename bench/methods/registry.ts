// Methods by name: specparse's efforts, and other tools from ../peers. A new one is one file and one line.
import type { CreateMethod } from './method.ts'

const specparse = (effort: 'draft' | 'auto' | 'full') => async (): Promise<CreateMethod> => {
  const { createSpecparse } = await import('./specparse.ts')
  return () => createSpecparse(effort)
}
const peer = (load: () => Promise<{ readonly create: CreateMethod }>) => async (): Promise<CreateMethod> => (await load()).create

export const ours: Readonly<Record<string, () => Promise<CreateMethod>>> = {
  'specparse-draft': specparse('draft'),
  'specparse-auto': specparse('auto'),
  'specparse-full': specparse('full'),
}

export const peers: Readonly<Record<string, () => Promise<CreateMethod>>> = {
  liteparse: peer(() => import('../peers/liteparse.ts')),
  unpdf: peer(() => import('../peers/unpdf.ts')),
  'pdf-inspector': peer(() => import('../peers/pdf-inspector.ts')),
  officeparser: peer(() => import('../peers/officeparser.ts')),
  'tesseract.js': peer(() => import('../peers/tesseract-js.ts')),
  tesseract: peer(() => import('../peers/tesseract.ts')),
}

export const methods = { ...ours, ...peers }
