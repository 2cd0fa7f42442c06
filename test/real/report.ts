/** Problems of a check that are printed. */
const most = 20;

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** One line per check on standard output, and the count of them. */
export class Report {
  readonly #counts: Counts;
  readonly #part: string;

  /** Parts run beside each other: `part` stands before each line of one. */
  constructor(part = '', counts: Counts = { passed: 0, failed: 0, skipped: 0 }) {
    this.#part = part === '' ? '' : `${part}: `;
    this.#counts = counts;
  }

  /** Lines of a part, counted here. */
  of(part: string): Report {
    return new Report(`${this.#part}${part}`, this.#counts);
  }

  /** Passes if there is no problem; otherwise each problem is a line below the check. */
  check(name: string, problems: readonly string[]): void {
    if (problems.length === 0) {
      this.#counts.passed += 1;
      line(`ok    ${this.#part}${name}`);
      return;
    }
    this.#counts.failed += 1;
    line(`FAIL  ${this.#part}${name}`);
    for (const problem of problems.slice(0, most)) line(problem.trimEnd().replace(/^/gm, '        '));
    if (problems.length > most) line(`        … and ${problems.length - most} more`);
  }

  /** What cannot be checked here, said aloud and counted. */
  skip(name: string, reason: string): void {
    this.#counts.skipped += 1;
    line(`skip  ${this.#part}${name}: ${reason}`);
  }

  /** The lines of another run, counted here. */
  take(output: string): void {
    for (const text of output.split('\n')) {
      const [, kind = '', rest = ''] = /^(ok {4}|FAIL {2}|skip {2}|      )(\S.*)$/.exec(text) ?? [];
      if (kind === '') {
        if (text.startsWith('        ')) line(text);
        continue;
      }
      if (kind === 'ok    ') this.#counts.passed += 1;
      if (kind === 'FAIL  ') this.#counts.failed += 1;
      if (kind === 'skip  ') this.#counts.skipped += 1;
      line(`${kind}${this.#part}${rest}`);
    }
  }

  note(text: string): void {
    line(`      ${this.#part}${text}`);
  }

  close(): boolean {
    const { passed, failed, skipped } = this.#counts;
    line(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    return failed === 0 && passed > 0;
  }
}

const line = (text: string): boolean => process.stdout.write(`${text}\n`);
