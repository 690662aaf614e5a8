// A bencode writer for what tests feed to clients (BEP 3). It is the tests' own, so that the app's is not checked
// against itself, and it writes what it is told, valid or not: keys go out in the order given.

export type Bencodable = number | bigint | string | Uint8Array | readonly Bencodable[] | ReadonlyMap<string, Bencodable>

const parts = (value: Bencodable): Uint8Array[] => {
  if (typeof value === 'number' || typeof value === 'bigint') return [Buffer.from(`i${value}e`)]
  if (typeof value === 'string') return parts(Buffer.from(value))
  if (value instanceof Uint8Array) return [Buffer.from(`${value.byteLength}:`), value]
  if (value instanceof Map) {
    const entries = [...value].flatMap(([key, item]) => [...parts(key), ...parts(item)])
    return [Buffer.from('d'), ...entries, Buffer.from('e')]
  }
  return [Buffer.from('l'), ...(value as readonly Bencodable[]).flatMap(parts), Buffer.from('e')]
}

export const bencode = (value: Bencodable): Buffer => Buffer.concat(parts(value))

/** A dictionary with its keys in BEP 3 order (by raw bytes). Entries that are undefined are left out. */
export const dictionary = (entries: Readonly<Record<string, Bencodable | undefined>>): Map<string, Bencodable> => {
  const present = Object.entries(entries).filter((entry): entry is [string, Bencodable] => entry[1] !== undefined)
  return new Map(present.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
}
