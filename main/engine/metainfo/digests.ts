// The digests that metainfo is checked with.

import { createHash } from 'node:crypto'

/** 20 bytes. */
export const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest()
/** 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
