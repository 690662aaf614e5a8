// What a control shows that stands for several things which differ. No value of theirs is this word.

export const MIXED = 'mixed'
export type Mixed = typeof MIXED
