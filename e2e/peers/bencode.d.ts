export type Bencodable = number | bigint | string | Uint8Array | readonly Bencodable[] | ReadonlyMap<string, Bencodable>
export declare const bencode: (value: Bencodable) => Buffer
/** A dictionary with its keys in BEP 3 order (by raw bytes). Entries that are undefined are left out. */
export declare const dictionary: (entries: Readonly<Record<string, Bencodable | undefined>>) => Map<string, Bencodable>
