// The servers behind one verifier. A sequence stays with its server, whose cache knows its image and its text so far.

export interface Server {
  /** Without a trailing slash; credentials never are in it. */
  readonly url: string
  /** Requests under way. */
  outstanding: number
}

/** A sequence's tie to a server; it moves to another when its own breaks down. */
export interface Lane {
  server: Server
}

export class ServerPool {
  readonly servers: readonly Server[]

  constructor(urls: readonly string[]) {
    this.servers = urls.map((url) => ({ url: url.replace(/\/+$/, ''), outstanding: 0 }))
  }

  /** A lane on the server with the fewest requests under way and the fewest lanes given out lately. */
  lane(): Lane {
    return { server: this.#leastBusy(this.servers) }
  }

  /** Moves a lane away from a server that failed, where there is another. */
  leave(lane: Lane): void {
    const others = this.servers.filter((server) => server !== lane.server)
    if (others.length > 0) lane.server = this.#leastBusy(others)
  }

  #next = 0

  /** Ties go round: sequences are opened before their first request. */
  #leastBusy(servers: readonly Server[]): Server {
    const least = Math.min(...servers.map(({ outstanding }) => outstanding))
    const idle = servers.filter(({ outstanding }) => outstanding === least)
    return idle[this.#next++ % idle.length] as Server
  }
}
