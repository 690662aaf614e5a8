export interface PlannedFile {
  readonly path: readonly string[]
  readonly length: number
}
/** Writes the files under `root`, each filled with noise of its own. */
export declare const writeTree: (root: string, files: readonly PlannedFile[], seed: string) => Promise<void>
export declare const hashFile: (path: string) => Promise<string>
/** Every file below `folder`: its path, with `/`, and the SHA-256 of its content. */
export declare const hashTree: (folder: string) => Promise<Map<string, string>>
/** The 40 files, exactly `size` bytes together: two empty, one of a byte, odd sizes, and a last one with all the rest. */
export declare const awkwardFiles: (size: number) => PlannedFile[]
