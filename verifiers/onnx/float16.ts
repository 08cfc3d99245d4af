// Half-precision numbers, which Node 20 has no array for: graphs take and give their bits.

const bits = new Float32Array(1)
const bitsAsInteger = new Uint32Array(bits.buffer)

/** Rounds to the nearest half, ties to even (IEEE 754). */
export function toFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, halfOf)
}

export function fromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1
    const [exponent, fraction] = [half >> 10 & 0x1f, half & 0x3ff]
    if (exponent === 0) return sign * fraction * 2 ** -24
    return exponent === 31 ? fraction === 0 ? sign * Infinity : NaN : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

function halfOf(value: number): number {
  bits[0] = value
  const whole = bitsAsInteger[0] ?? 0
  const sign = whole >>> 16 & 0x8000
  const exponent = (whole >>> 23 & 0xff) - 127
  if (exponent >= 16) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0)
  if (exponent < -25) return sign
  // Numbers below 2^-14 are whole multiples of 2^-24.
  if (exponent < -14) return sign | roundToEven(Math.abs(value) * 2 ** 24)
  return sign + ((exponent + 15) << 10) + roundToEven((whole & 0x7fffff) / 2 ** 13)
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || rest === 0.5 && floor % 2 === 1 ? floor + 1 : floor
}
