// Why a tracker does not work, as sentences. The tracker's own words are shown as they are.

import type { TrackerProblem } from '../../../app/trackers/announce.ts'

const sentences: { readonly [P in Exclude<TrackerProblem, 'failure' | 'http-status'>]: string } = {
  'refused-address': 'It is on your own network. Allow such trackers in Settings, under Network.',
  'bad-url': 'The address cannot be used.',
  'no-such-name': 'No computer of that name was found.',
  unreachable: 'It cannot be reached.',
  timeout: 'It does not answer.',
  tls: 'Its certificate is not valid.',
  'too-large': 'Its answer is too long.',
  'bad-answer': 'Its answer makes no sense.',
  redirects: 'It leads from one address to the next without end.',
}

export const trackerProblem = (problem: TrackerProblem, message: string | null): string => {
  if (problem === 'failure') return message ?? 'It refuses, without saying why.'
  if (problem === 'http-status') return `It answers with the HTTP status ${message ?? ''}.`
  return sentences[problem]
}
