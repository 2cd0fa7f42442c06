/** Problems of a check that are printed. */
const most = 20;

/** One line per check on standard output, and the count of them. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** Passes if there is no problem; otherwise each problem is a line below the check. */
  check(name: string, problems: readonly string[]): void {
    if (problems.length === 0) {
      this.passed += 1;
      line(`ok    ${name}`);
      return;
    }
    this.failed += 1;
    line(`FAIL  ${name}`);
    for (const problem of problems.slice(0, most)) line(problem.trimEnd().replace(/^/gm, '        '));
    if (problems.length > most) line(`        … and ${problems.length - most} more`);
  }

  /** What cannot be checked here, said aloud and counted. */
  skip(name: string, reason: string): void {
    this.skipped += 1;
    line(`skip  ${name}: ${reason}`);
  }

  note(text: string): void {
    line(`      ${text}`);
  }

  close(): boolean {
    line(`\n${this.passed} passed, ${this.failed} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`);
    return this.failed === 0 && this.passed > 0;
  }
}

const line = (text: string): boolean => process.stdout.write(`${text}\n`);
