/** A file of dist/, before anything is written. */
export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
  /** Component (`<cluster>/<component>`), stack (`terraform/<stack>`) or delivery that made it. */
  readonly owner: string;
}
