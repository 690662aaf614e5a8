import { type ChildProcess } from 'node:child_process'
export interface ProgramOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly home: string
  readonly lifetimeSeconds: number
  /** What it prints on stdout is for a program to read, and not kept for people. */
  readonly talksOnStdout?: boolean
}
export interface Program extends AsyncDisposable {
  /** Of the program's group; the program itself is below it. */
  readonly pid: number
  readonly child: ChildProcess
  /** The end of what it printed, for error messages. */
  output(): string
  hasExited(): boolean
}
export declare const startProgram: (options: ProgramOptions) => Promise<Program>
export interface Folder extends AsyncDisposable {
  readonly path: string
}
/** A folder of our own under `parent`, removed with everything in it. */
export declare const temporaryFolder: (label: string, parent?: string) => Promise<Folder>
export interface Stack extends AsyncDisposable {
  /** Takes something over to end it with the rest. */
  use<T extends AsyncDisposable>(one: T): T
}
/** Ends what it was given, the last first. Node 20, which runs the stories, has no AsyncDisposableStack. */
export declare const stack: () => Stack
