// The names of the one pair of channels between the preload and main.

export const TO_MAIN = 'swiftseed:to-main'
export const TO_WINDOW = 'swiftseed:to-window'
