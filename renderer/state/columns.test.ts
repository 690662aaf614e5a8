import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnsFrom,
  defaultColumns,
  gridTemplate,
  moveColumn,
  resizeColumn,
  shiftColumn,
  showColumn,
  totalWidth,
  visibleColumns,
  withoutSpeed,
  withSpeedOf,
} from './columns.ts'
import { sortKeys } from './order.ts'

const keys = (columns: readonly { readonly key: string }[]): readonly string[] => columns.map(({ key }) => key)

describe('columns', () => {
  it('has every column once, whatever was stored', () => {
    const stored = fc.array(
      fc.record({
        key: fc.oneof(fc.constantFrom(...sortKeys), fc.string({ maxLength: 8 })),
        width: fc.integer({ min: 40, max: 2000 }),
        visible: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(stored, (columns) => {
        const whole = columnsFrom(columns)
        expect([...keys(whole)].sort()).toEqual([...sortKeys].sort())
        expect(whole.find(({ key }) => key === 'name')?.visible).toBe(true)
      }),
    )
  })

  it('is the defaults when nothing was stored, and itself when stored and read', () => {
    expect(columnsFrom([])).toEqual(defaultColumns)
    const moved = showColumn(moveColumn(resizeColumn(defaultColumns, 'size', 99), 'ratio', 'size'), 'eta', false)
    expect(columnsFrom([...moved])).toEqual(moved)
  })

  it('puts a column that is new behind its neighbour', () => {
    const older = defaultColumns.filter(({ key }) => key !== 'status').toReversed()
    const whole = keys(columnsFrom([...older]))
    expect(whole.indexOf('status')).toBe(whole.indexOf('progress') + 1)
  })

  it('moves among those visible, one place at a time, and not beyond the ends', () => {
    const right = shiftColumn(defaultColumns, 'size', 1)
    expect(keys(visibleColumns(right)).slice(0, 3)).toEqual(['name', 'progress', 'size'])
    expect(shiftColumn(right, 'size', -1)).toEqual(defaultColumns)
    expect(shiftColumn(defaultColumns, 'name', -1)).toBe(defaultColumns)
    expect(shiftColumn(defaultColumns, 'earned', 1)).toBe(defaultColumns)
  })

  it('never hides the name and never gets too small to hit', () => {
    expect(showColumn(defaultColumns, 'name', false)).toBe(defaultColumns)
    expect(resizeColumn(defaultColumns, 'size', 1).find(({ key }) => key === 'size')?.width).toBe(48)
  })

  it('fits the smallest window with the columns it begins with', () => {
    const folded = 53
    const paddingAndScrollBar = 30
    expect(totalWidth(visibleColumns(defaultColumns))).toBeLessThanOrEqual(900 - folded - paddingAndScrollBar)
  })

  it('takes the room of the word beside the icon of Speed last', () => {
    const visible = visibleColumns(defaultColumns)
    const full = visible.reduce((sum, { key, width }) => sum + (key === 'name' ? 300 : width), 0)
    const [, begins] = /clamp\(50px, 106px - \((\d+)px/.exec(gridTemplate(visible)) ?? []
    const name = visible.find(({ key }) => key === 'name')?.width ?? 0
    const others = full - (totalWidth(visible) - name + 300) - (106 - 50)
    expect(Number(begins)).toBe(full - others)
  })

  it('is without those of Speed where there is none, and has them again as they were', () => {
    const mine = resizeColumn(moveColumn(showColumn(defaultColumns, 'earned', false), 'speed', 'size'), 'speed', 130)
    const seen = withoutSpeed(mine)
    expect(keys(seen).filter((key) => key === 'speed' || key === 'earned')).toEqual([])
    expect(withSpeedOf(seen, mine)).toEqual(mine)
    const changed = resizeColumn(seen, 'size', 99)
    expect(withoutSpeed(withSpeedOf(changed, mine))).toEqual(changed)
    expect(withSpeedOf(defaultColumns, mine)).toEqual(defaultColumns)
  })

  it('gives the name what is left', () => {
    expect(gridTemplate(visibleColumns(defaultColumns))).toMatch(
      /^minmax\(\d+px, 1fr\)( \d+px| clamp\([^)]*\)[^)]*\))+$/,
    )
  })

  it('lets other columns give room to the name, unless somebody gave them a width', () => {
    const narrow = (columns: typeof defaultColumns) => gridTemplate(visibleColumns(columns)).match(/clamp/g)?.length
    expect(narrow(defaultColumns)).toBe(7)
    expect(narrow(resizeColumn(defaultColumns, 'status', 200))).toBe(6)
    const wide = visibleColumns(resizeColumn(defaultColumns, 'status', 200))
    expect(totalWidth(wide) - totalWidth(visibleColumns(defaultColumns))).toBe(200 - 112)
  })
})
