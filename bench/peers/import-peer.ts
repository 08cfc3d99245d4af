// Loads a package of bench/peers/node_modules.

/** @throws Error that says how to install the peers */
export async function importPeer<T>(name: string): Promise<T> {
  try {
    return await import(name) as T
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    throw missing ? new Error(`${name} is not installed: run npm ci in bench/peers`) : error
  }
}
