/** Something that a check does not accept, in terms of the file that a reader can open. */
export interface Finding {
  /** Short id of the check, such as `schema` or `duplicate-object`. */
  readonly check: string;
  /** File below the output folder. */
  readonly file: string;
  /** Path of the field, where there is one. */
  readonly path?: string;
  readonly message: string;
}
