// What forwards cost on this machine, kept between runs: a first page then starts with the right width.
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { cpus, homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { CostMeter } from './decode/cost-meter.ts'
import { makeFolder } from './make-folder.ts'

const number = z.number()
const stateSchema = z.object({ key: z.string(), matrix: z.array(number).length(16), right: z.array(number).length(4), measured: z.int(), scale: number })

/** Bytes of a meter are a few hundred, and losing them costs some forwards at the old width: errors are no errors here. */
export async function loadMeter(verifierId: string): Promise<CostMeter> {
  try {
    const { key, ...state } = stateSchema.parse(JSON.parse(await readFile(storePath(verifierId), 'utf8')))
    return key === machineKey(verifierId) ? new CostMeter(state) : new CostMeter()
  } catch {
    return new CostMeter()
  }
}

export async function saveMeter(verifierId: string, meter: CostMeter): Promise<void> {
  if (meter.state.scale === 0) return
  const path = storePath(verifierId)
  try {
    await makeFolder(dirname(path))
    await writeFile(`${path}.${process.pid}`, JSON.stringify({ key: machineKey(verifierId), ...meter.state }))
    await rename(`${path}.${process.pid}`, path)
  } catch {
    // a read-only home
  }
}

/** A model on another processor, or with another number of them, costs something else. */
function machineKey(verifierId: string): string {
  return `${verifierId} ${process.versions.node} ${cpus().length} x ${cpus()[0]?.model ?? process.arch}`
}

/** SPECPARSE_CACHE_DIR, else the cache folder of the XDG base directory specification. */
function storePath(verifierId: string): string {
  const folder = process.env['SPECPARSE_CACHE_DIR'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'specparse')
  return join(folder, `cost-${createHash('sha256').update(machineKey(verifierId)).digest('hex').slice(0, 16)}.json`)
}
