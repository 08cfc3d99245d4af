// The program of a child process that runs one method over the files its parent names, one after the other.
import { performance } from 'node:perf_hooks'
import { methods } from './registry.ts'
import type { Method } from './method.ts'

export type ChildOrder = { readonly method: string } | { readonly file: string }

export type ChildReport =
  | { readonly ready: true }
  | { readonly ready: false, readonly reason: string }
  | { readonly file: string, readonly pages: readonly string[], readonly error: null, readonly seconds: number, readonly peakRssMb: number }
  | { readonly file: string, readonly pages: null, readonly error: { readonly code: string | null, readonly message: string }, readonly seconds: number, readonly peakRssMb: number }

let method: Method | null = null

process.on('message', (order: ChildOrder) => void ('method' in order ? start(order.method) : convert(order.file)))
process.on('disconnect', () => void method?.close().finally(() => process.exit()))

async function start(name: string): Promise<void> {
  try {
    const load = methods[name as keyof typeof methods]
    method = await (await load!())()
    send({ ready: true })
  } catch (error) {
    send({ ready: false, reason: messageOf(error) })
  }
}

async function convert(file: string): Promise<void> {
  const began = performance.now()
  const spent = (): { seconds: number, peakRssMb: number } =>
    ({ seconds: (performance.now() - began) / 1000, peakRssMb: process.resourceUsage().maxRSS / 1024 })
  try {
    const pages = await method!.convert(file)
    send({ file, pages, error: null, ...spent() })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    send({ file, pages: null, error: { code, message: messageOf(error) }, ...spent() })
  }
}

const send = (report: ChildReport): void => void process.send?.(report)
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300)
