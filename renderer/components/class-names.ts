// Class attributes from parts that may be absent.

/** `classes('button', big && 'button--big')`: the parts that are there, separated by spaces. */
export const classes = (...parts: readonly (string | false | null | undefined)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(' ')
