// What an answer of the node is made from, and the shape every answer is written in.

import { readJson, textOf, type Json, type JsonObject } from '../codec/json.ts'
import { fromAsked } from './visible.ts'
import type { View } from './view.ts'

export interface Asked {
  readonly fields: JsonObject
  readonly visible: boolean
  /** Asked of /walletsolidity. */
  readonly solid: boolean
}

export type Endpoint = (asked: Asked, view: View) => Json | Promise<Json>
export type Endpoints = Readonly<Record<string, Endpoint>>

/** An address field, in the form the chain has inside; empty where there is none. */
export const addressAsked = ({ fields, visible }: Asked, field: string): string =>
  textOf(fromAsked({ address: textOf(fields, field) }, visible), 'address')

/** An integer field, however it came: a number in JSON, text in a query. */
export const numberAsked = ({ fields }: Asked, field: string, otherwise = 0): number => {
  const value = fields[field]
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : otherwise
}

/** A field that holds JSON as text, such as an ABI. */
export const jsonAsked = (text: string): Json => {
  try {
    return readJson(text)
  } catch {
    return null
  }
}
