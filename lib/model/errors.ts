/** Everything that can be wrong with what a user gave us. One class, a closed union of codes. */

/** Place in a file, both from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const errorCodes = {
  'yaml/syntax': 'The file is not the plain YAML that this toolkit reads.',
  'yaml/too-large': 'The file is larger than any platform description.',
  'input/unknown-key': 'A key that no schema names.',
  'input/duplicate-key': 'A key is written twice in the same object.',
  'input/missing': 'A required key is missing.',
  'input/type': 'A value has the wrong type.',
  'input/value': 'A value is outside what is allowed.',
  'input/option': 'An option that does not exist or is not built yet.',
  'input/relation': 'Two values do not go together.',
  'plan/unmet-need': 'A component needs a capability that no component of the cluster provides.',
  'plan/cycle': 'Components wait for each other.',
  'plan/duplicate': 'Two components have the same name or two objects the same identity.',
  'names/rule': 'A computed name breaks a rule of the system that would carry it.',
  'output/foreign-change': 'A generated file was changed by hand.',
  'output/foreign-file': 'A file stands where a generated file belongs.',
  'output/io': 'The output could not be written.',
  'lock/missing': 'cloud.lock.yaml lacks a value that a release needs.',
  'lock/invalid': 'cloud.lock.yaml or a Terraform output cannot be used.',
  'failover/state': 'A database is not in a state that allows what was asked for.',
  'failover/token': 'A promotion token cannot be used.',
  'cli/usage': 'The command line is not understood.',
} as const;
export type ErrorCode = keyof typeof errorCodes;

export interface PlatformErrorProps {
  readonly code: ErrorCode;
  /** Dotted path of the value, such as `cloud.clusters.0.network.cidr`. */
  readonly path?: string | undefined;
  readonly position?: Position | undefined;
  /** What is wrong, with the value. */
  readonly message: string;
  /** What is allowed, and something to do, ready to paste. */
  readonly fix: string;
  /** The source line with a caret, where there is one. */
  readonly excerpt?: string | undefined;
}

export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly path: string | undefined;
  readonly position: Position | undefined;
  readonly fix: string;
  readonly excerpt: string | undefined;

  constructor(props: PlatformErrorProps) {
    super(props.message);
    this.name = 'PlatformError';
    this.code = props.code;
    this.path = props.path;
    this.position = props.position;
    this.fix = props.fix;
    this.excerpt = props.excerpt;
  }

  /** `platform.yaml:14:8 security.use: message`, the excerpt, then the fix. */
  render(): string {
    const place = this.position ? `${this.position.file}:${this.position.line}:${this.position.column} ` : '';
    const path = this.path ? `${this.path}: ` : '';
    return [`${place}${path}${this.message}`, ...(this.excerpt ? [this.excerpt] : []), ...this.fix.split('\n').map((line) => `  ${line}`)].join('\n');
  }
}

/** Several mistakes at once, in file order. */
export class PlatformErrors extends Error {
  constructor(
    readonly errors: readonly PlatformError[],
    /** Mistakes beyond the shown ones. */
    readonly omitted = 0,
  ) {
    super([...errors.map((error) => error.render()), ...(omitted > 0 ? [`and ${omitted} more`] : [])].join('\n\n'));
    this.name = 'PlatformErrors';
  }
}
