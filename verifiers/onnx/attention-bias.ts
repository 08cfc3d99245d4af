// Gives a decoder's GroupQueryAttention nodes an attention bias, which they can take and public exports leave out: with one,
// the tokens of a forward may form a tree. Edits the ONNX file's bytes (onnx.proto: ModelProto, GraphProto, NodeProto).

export const BIAS_INPUT = 'attention_bias'

/** Place of the bias among the operator's inputs (onnxruntime, docs/ContribOperators.md, com.microsoft.GroupQueryAttention). */
const BIAS_PLACE = 10

/** Field numbers of onnx.proto. */
const FIELD = { modelGraph: 7, graphNode: 1, graphInput: 11, nodeInput: 1, nodeOperator: 4, valueName: 1, valueType: 2 } as const

/** The model with a further input, float `[B, 1, S, C + S]`, added to attention scores; null when it has no such operator, or a bias already. */
export function withAttentionBias(model: Uint8Array): Uint8Array | null {
  let nodes = 0
  const edited = edit(model, FIELD.modelGraph, (graph) => {
    const withBias = edit(graph, FIELD.graphNode, (node) => {
      const inputs = fieldsOf(node).filter(({ field }) => field === FIELD.nodeInput).length
      const operator = fieldsOf(node).find(({ field }) => field === FIELD.nodeOperator)
      if (operator === undefined || Buffer.from(node.subarray(operator.start, operator.end)).toString() !== 'GroupQueryAttention') return node
      if (inputs > BIAS_PLACE) return node
      nodes++
      const missing = Array.from({ length: BIAS_PLACE - inputs }, () => message(FIELD.nodeInput, Buffer.alloc(0)))
      return Buffer.concat([node, ...missing, message(FIELD.nodeInput, Buffer.from(BIAS_INPUT))])
    })
    return Buffer.concat([withBias, message(FIELD.graphInput, floatInput(['batch_size', 'one', 'sequence_length', 'total_sequence_length']))])
  })
  return nodes === 0 ? null : edited
}

interface Field {
  readonly field: number
  /** Where the field begins, its tag included; where its content begins and ends. */
  readonly at: number
  readonly start: number
  readonly end: number
}

/** The length-delimited fields of a message. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length;) {
    const [tag, afterTag] = readVarint(bytes, at)
    const wire = tag & 7
    const [size, afterSize] = wire === 2 || wire === 0 ? readVarint(bytes, afterTag) : [0, afterTag]
    const end = wire === 2 ? afterSize + size : wire === 0 ? afterSize : afterTag + (wire === 1 ? 8 : 4)
    if (wire === 2) fields.push({ field: tag >>> 3, at, start: afterSize, end })
    at = end
  }
  return fields
}

/** The message with the contents of every field `number` changed. */
function edit(bytes: Uint8Array, number: number, change: (content: Uint8Array) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let done = 0
  for (const { field, at, start, end } of fieldsOf(bytes)) {
    if (field !== number) continue
    parts.push(bytes.subarray(done, at), message(number, change(bytes.subarray(start, end))))
    done = end
  }
  return Buffer.concat([...parts, bytes.subarray(done)])
}

/** ValueInfoProto of a float tensor: TypeProto.tensor_type (1) has elem_type (1) = FLOAT (1) and shape (2) of dim (1) with dim_param (2). */
function floatInput(dims: readonly string[]): Uint8Array {
  const shape = Buffer.concat(dims.map((name) => message(1, message(2, Buffer.from(name)))))
  const tensor = Buffer.concat([Buffer.from([1 << 3, 1]), message(2, shape)])
  return Buffer.concat([message(FIELD.valueName, Buffer.from(BIAS_INPUT)), message(FIELD.valueType, message(1, tensor))])
}

function message(field: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 + 128)
  return Uint8Array.from([...bytes, value])
}

/** The number at `at`, and where it ends. */
function readVarint(bytes: Uint8Array, at: number): [number, number] {
  let value = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++]
    if (byte === undefined) throw new RangeError('the ONNX file ends in the middle of a number')
    value += (byte & 127) * scale
    if (byte < 128) return [value, at]
  }
}
