// How a target says that a rule was broken.

export const insist: (holds: boolean, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Error(what)
}
