// What a key window is opened for. The task is all that main tells its page; everything else the page hears from the
// wallet process.

export const keyTasks = [
  'create',
  'import',
  'unlock',
  'back-up',
  'drill',
  'show-key',
  'export-file',
  'change-password',
  'review',
  'allow',
  'wipe',
  'start-over',
] as const

export type KeyTask = (typeof keyTasks)[number]

/** Null: none of ours. */
export const keyTaskOf = (text: string): KeyTask | null => keyTasks.find((task) => task === text) ?? null
