// Stands in for details that have not come yet. Shown only after a moment: mostly they come at once.

import { Spinner } from '../../components/spinner.tsx'
import { useMessages } from '../../messages/messages.ts'

export const Waiting = () => (
  <p className="details__waiting" role="status">
    <Spinner /> {useMessages().details.waiting}
  </p>
)
