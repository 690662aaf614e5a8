// One icon for each filter, wherever it is offered.

import {
  Activity,
  ArrowDown,
  ArrowUp,
  CircleCheck,
  Hourglass,
  Layers,
  Square,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import type { FilterKey } from '../../state/filter.ts'

export const filterIcons: { readonly [K in FilterKey]: LucideIcon } = {
  all: Layers,
  downloading: ArrowDown,
  seeding: ArrowUp,
  queued: Hourglass,
  finished: CircleCheck,
  stopped: Square,
  active: Activity,
  problems: TriangleAlert,
}
