// Loads one ONNX graph for the CPU.
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'

/** `bytes`: the graph, where it is not quite the file's. @throws SpecparseError VERIFIER_UNAVAILABLE, naming the file that is missing, broken, or has an operator that the runtime lacks */
export async function loadSession(file: string, threads: number, bytes: Uint8Array | null = null): Promise<ort.InferenceSession> {
  if (!existsSync(file)) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${file} is missing`)
  const options: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all',
    // What goes wrong is thrown; the runtime need not print it too.
    logSeverityLevel: 4,
    // A spinning thread starves the other workers of a small machine (FACTS section 7).
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  try {
    return await (bytes === null ? ort.InferenceSession.create(file, options) : ort.InferenceSession.create(bytes, options))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0] ?? '' : String(cause)
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${basename(file)} cannot be loaded: ${message}`, { cause })
  }
}
