// The names of the channels of Electron: the one pair between a preload and main, and the one a port is handed over on.

export const TO_MAIN = 'swiftseed:to-main'
export const TO_WINDOW = 'swiftseed:to-window'

/** On it a key window gets its end of the port to the wallet process, once. */
export const KEY_PORT = 'swiftseed:key-port'

/** What a page says that was opened without its preload's API; main looks for it. */
export const NO_API = 'The window was opened without its API.'
