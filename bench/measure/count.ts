// How many of something a command line asks for. Invariant: what is no count ends the command before anything is begun.

/** `what` names the option in the error. */
export const parseCount = (text: string, what: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${what} is a whole number from 1 to 9999999, not ${text}`)
  return Number(text)
}
