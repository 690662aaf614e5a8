// The listening port of a first start: random, so that no two installations of a house claim the same one, and from
// the range IANA keeps free of services (RFC 6335, section 6).

import { randomInt } from 'node:crypto'

export const FIRST_DYNAMIC_PORT = 49_152
export const LAST_DYNAMIC_PORT = 65_534

export const firstPort = (): number => randomInt(FIRST_DYNAMIC_PORT, LAST_DYNAMIC_PORT + 1)
