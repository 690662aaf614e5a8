// Puts the chosen look on the document: theme, density and language. The style sheets do the rest.

import { useLayoutEffect } from 'react'
import { setLanguage } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'

export const useLook = (): void => {
  const { theme, density, language } = useSettings(({ look }) => look)
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
    dataset['density'] = density
  }, [theme, density])
  useLayoutEffect(() => setLanguage(language), [language])
}
