// onnxruntime-node returns copies of a graph's outputs even where it was given the memory for them. The garbage collector comes to them
// late, and what it then does beside the forwards costs as much as a third of them.
import { MessageChannel } from 'node:worker_threads'
import type { InferenceSession, Tensor } from 'onnxruntime-node'

/** A closed port: what is handed over to it is gone. */
const NOWHERE = new MessageChannel().port1
NOWHERE.close()

/** What a graph was run for: `fetches` where they are tensors, and filled now; their copies among the outputs are freed at once. */
export function freeCopies(outputs: InferenceSession.OnnxValueMapType, fetches: Readonly<Record<string, Tensor | null>>): InferenceSession.OnnxValueMapType {
  const given = Object.fromEntries(Object.entries(fetches).flatMap(([name, tensor]) => tensor === null ? [] : [[name, tensor] as const]))
  const copies = Object.keys(given).flatMap((name) => {
    const [copy, own] = [bufferOf(outputs[name]), bufferOf(given[name])]
    return copy === own || copy === null ? [] : [copy]
  })
  NOWHERE.postMessage(null, copies)
  return { ...outputs, ...given }
}

function bufferOf(tensor: Tensor | undefined): ArrayBuffer | null {
  const { data } = tensor ?? {}
  return ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer ? data.buffer : null
}
