// Thread entry: tesseract.js's own worker script, tied to the language data in node_modules, without network or output.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import { languageFile } from './language-data.ts'

// Tesseract and leptonica report their findings about a page on stderr, and wasm modules bind console when they load
console.log = console.info = console.warn = console.error = () => {}
process.stdout.write = process.stderr.write = () => true

interface Reply {
  readonly status: string
  readonly action: string
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

parentPort?.on('message', (packet) => script.dispatchHandlers(packet, (reply) => {
  parentPort?.postMessage(reply)
  // nobody holds a handle on a worker that never came up
  if (reply.status === 'reject' && reply.action !== 'recognize') setImmediate(() => process.exit(1))
}))
