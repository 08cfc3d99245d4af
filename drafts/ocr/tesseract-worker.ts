// Thread entry: tesseract.js's own worker script, tied to the language data in node_modules, without network or output.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import { replyError, type ThreadCall } from '../../src/thread.ts'
import { languageFile } from './language-data.ts'

interface Reply {
  readonly status: 'resolve' | 'reject' | 'progress'
  readonly data: unknown
}

interface WorkerScript {
  dispatchHandlers(packet: unknown, send: (reply: Reply) => void): void
  setAdapter(adapter: Readonly<Record<string, unknown>>): void
}

const require = createRequire(import.meta.url)
const script = require('tesseract.js/src/worker-script/index.js') as WorkerScript
const refuse = (): Promise<never> => Promise.reject(new Error('the network is not used'))

script.setAdapter({
  getCore: require('tesseract.js/src/worker-script/node/getCore.js'),
  gunzip: gunzipSync,
  fetch: refuse,
  // tesseract.js asks for FOLDER/LANGUAGE.traineddata.gz; its packages are a folder a language
  readCache: (path: string) => readFile(languageFile(basename(path).split('.')[0] ?? '')),
  writeCache: refuse,
  deleteCache: refuse,
  checkCache: async () => false,
})

parentPort?.on('message', ({ id, method, args }: ThreadCall) => {
  script.dispatchHandlers({ workerId: 'ocr', jobId: String(id), action: method, payload: args[0] }, ({ status, data }) => {
    if (status === 'resolve') parentPort?.postMessage({ id, value: data })
    if (status === 'reject') parentPort?.postMessage(replyError(id, `OCR failed: ${String(data)}`, 'DRAFT_FAILED'))
  })
})
