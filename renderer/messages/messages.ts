// The words of the language in force. Every visible string is a member of `english`; another language is an object of
// the same shape, so that a missing sentence does not compile. Views read them with `useMessages()`, the rest with
// `messages()`. Invariant: nothing outside this folder spells out text for people.

import { create } from 'zustand'
import type { Settings } from '../../app/settings/settings.ts'
import { english } from './en/english.ts'

export type Messages = typeof english
export type Language = Settings['look']['language']

const languages: { readonly [L in Language]: Messages } = { en: english }

const useLanguage = create<{ readonly words: Messages }>(() => ({ words: english }))

export const setLanguage = (language: Language): void => {
  document.documentElement.lang = language
  useLanguage.setState({ words: languages[language] })
}

export const messages = (): Messages => useLanguage.getState().words

export const useMessages = (): Messages => useLanguage((state) => state.words)
