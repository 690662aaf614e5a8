// Looks whether the folders of torrents are still there: a seed that nobody asks for anything would never notice that
// its disk is gone. One look at a time, so that a network disk that hangs holds up no other work of the disk's. Leaves
// what follows to the torrent. Invariant: a torrent waits for its look at most once.

interface Looked {
  /** Never rejects. */
  look(): Promise<void>
}

export class RootLooks {
  readonly #due = new Set<Looked>()
  #looking = false

  at(torrent: Looked): void {
    this.#due.add(torrent)
    if (!this.#looking) void this.#look()
  }

  async #look(): Promise<void> {
    this.#looking = true
    for (const torrent of this.#due) {
      this.#due.delete(torrent)
      await torrent.look()
    }
    this.#looking = false
  }
}
