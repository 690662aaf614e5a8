export type MetainfoFault = 'x'
