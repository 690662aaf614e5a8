// What making a torrent is told in tests: nothing but a name, and to seed it.

import type { CreateOptions } from '../../../app/creating/creation.ts'

export const createOptions = (name: string): CreateOptions => ({
  ref: 1,
  name,
  pieceLength: 16_384,
  trackers: [],
  webSeeds: [],
  isPrivate: false,
  comment: '',
  source: '',
  hidden: false,
  dated: true,
  seed: true,
})
