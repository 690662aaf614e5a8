// Keys and values in layers: a base, above it one layer for each block that may still vanish, above those the layers of
// what is being worked on. Reading down to a depth is reading as of a block. Knows nothing of what the values are.

export class Layers {
  #base = new Map<string, unknown>()
  #layers: Map<string, unknown>[] = []

  get depth(): number {
    return this.#layers.length
  }

  /** As of the lowest `depth` layers; of all of them unless told otherwise. */
  get(key: string, depth = this.#layers.length): unknown {
    for (let at = Math.min(depth, this.#layers.length) - 1; at >= 0; at--) {
      const layer = this.#layers[at]
      if (layer?.has(key)) return layer.get(key)
    }
    return this.#base.get(key)
  }

  /** In the topmost layer; `undefined` removes. */
  set(key: string, value: unknown): void {
    const top = this.#layers.at(-1)
    if (!top) throw new Error('no layer is open')
    top.set(key, value)
  }

  open(): void {
    this.#layers.push(new Map())
  }

  drop(): void {
    if (!this.#layers.pop()) throw new Error('no layer is open')
  }

  /** The topmost layer becomes part of the one below. */
  merge(): void {
    const top = this.#layers.pop()
    const below = this.#layers.at(-1)
    if (!top || !below) throw new Error('no layer to merge into')
    for (const [key, value] of top) below.set(key, value)
  }

  /** The lowest layer becomes part of the base, for good. Returns what it held. */
  settle(): ReadonlyMap<string, unknown> {
    const lowest = this.#layers.shift()
    if (!lowest) throw new Error('no layer to settle')
    for (const [key, value] of lowest) {
      if (value === undefined) this.#base.delete(key)
      else this.#base.set(key, value)
    }
    return lowest
  }

  /** Those that begin with `prefix` and have a value, as of `depth`. */
  keys(prefix: string, depth = this.#layers.length): string[] {
    const found = new Set<string>()
    for (const map of [this.#base, ...this.#layers.slice(0, depth)]) {
      for (const key of map.keys()) if (key.startsWith(prefix)) found.add(key)
    }
    return [...found].filter((key) => this.get(key, depth) !== undefined).sort()
  }

  /** What the layer at `index` changes, the lowest being 0. */
  layer(index: number): ReadonlyMap<string, unknown> {
    return this.#layers[index] ?? new Map<string, unknown>()
  }

  /** Takes the layers above a depth off, to be laid back with `lay`. */
  lift(depth: number): Map<string, unknown>[] {
    return this.#layers.splice(depth)
  }

  lay(above: readonly Map<string, unknown>[]): void {
    this.#layers.push(...above)
  }

  copy(): Layers {
    const copy = new Layers()
    copy.become(this)
    return copy
  }

  /** Takes over what `other` holds now. */
  become(other: Layers): void {
    this.load(
      new Map(other.#base),
      other.#layers.map((layer) => new Map(layer)),
    )
  }

  /** Of a record: a base, and layers from the lowest on. */
  load(base: Map<string, unknown>, layers: Map<string, unknown>[]): void {
    this.#base = base
    this.#layers = layers
  }
}
