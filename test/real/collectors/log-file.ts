/** A container's log file as containerd writes it: `<time> <stream> <P or F> <text>`, long lines in pieces, rotated by the kubelet. */
import { appendFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from './pods';

/** containerd's buffer: what is longer is written in pieces. */
const piece = 16 * 1024;

/** Times of the lines of a run only grow. */
let last = 0n;

function now(): string {
  const time = BigInt(Date.now()) * 1_000_000n;
  last = time > last ? time : last + 1n;
  const nanoseconds = (last % 1_000_000_000n).toString().padStart(9, '0');
  return new Date(Number(last / 1_000_000n)).toISOString().replace(/\.\d+Z$/, `.${nanoseconds}Z`);
}

export class LogFile {
  readonly #folder: string;

  constructor(
    varLog: string,
    readonly pod: Pod,
  ) {
    this.#folder = join(varLog, 'pods', `${pod.namespace}_${pod.name}_${pod.uid}`, pod.container);
    mkdirSync(this.#folder, { recursive: true });
  }

  write(lines: readonly string[], stream: 'stdout' | 'stderr' = 'stdout'): void {
    appendFileSync(
      join(this.#folder, '0.log'),
      lines
        .map((line) =>
          pieces(line)
            .map((each) => `${now()} ${stream} ${each}\n`)
            .join(''),
        )
        .join(''),
    );
  }

  /** As the kubelet does when the file is large. */
  rotate(): void {
    renameSync(join(this.#folder, '0.log'), join(this.#folder, `0.log.${new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}`));
  }
}

function pieces(line: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length || at === 0; at += piece) found.push(`${at + piece < line.length ? 'P' : 'F'} ${line.slice(at, at + piece)}`);
  return found;
}
