export type MagnetFault = 'x'
