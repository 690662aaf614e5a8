// Tabs over one panel. Only the chosen tab's panel is mounted: what is not seen asks for nothing.

import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import './tabs.css'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: string
  /** Shown small beside the label. */
  readonly count?: string | null
}

export interface TabsProps<T extends string> {
  /** What the tabs are of, for screen readers. */
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  /** At the end of the row of tabs. */
  readonly end?: ReactNode
  /** The panel of the chosen tab. */
  readonly children: ReactNode
}

export const Tabs = <T extends string>({ label, tabs, value, onChange, end, children }: TabsProps<T>) => (
  <Base.Root className="tabs" value={value} onValueChange={(next: T) => onChange(next)}>
    <div className="tabs__bar">
      <Base.List className="tabs__list" aria-label={label} activateOnFocus>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className="tabs__tab">
            {tab.label}
            {tab.count != null && <span className="tabs__count numeric">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {end !== undefined && <div className="tabs__end">{end}</div>}
    </div>
    <Base.Panel className="tabs__panel" value={value} key={value}>
      {children}
    </Base.Panel>
  </Base.Root>
)
