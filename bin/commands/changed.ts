/** What the last synthesis on this machine made, kept beside the repository so that an edit rebuilds only what it touches. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackText } from '../../infra/synth';
import { Memo, type Built, type MemoEntry } from '../../lib/components';
import { sha256 } from '../../lib/output/ownership';
import { toolkitVersion } from '../version';
import { Memos } from '../pipeline';

const folder = '.cache';
const file = join(folder, 'synthesis.json');

interface Kept {
  readonly code: string;
  readonly components: readonly MemoEntry<Built>[];
  readonly stacks: readonly MemoEntry<StackText>[];
}

/** Results that this very code made; empty when the code is another or nothing was kept. */
export function keptMemos(): Memos {
  try {
    const { code, components, stacks } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return code === codeFingerprint() ? new Memos(Memo.from(components), Memo.from(stacks)) : new Memos();
  } catch {
    return new Memos();
  }
}

/** A cache that cannot be written is no error: the next run is slower. */
export function keepMemos({ components, stacks }: Memos): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify({ code: codeFingerprint(), components: components.entries(), stacks: stacks.entries() } satisfies Kept));
  } catch {
    return;
  }
}

/** Changes with every file of the running code. */
function codeFingerprint(): string {
  const root = join(__dirname, '../..');
  const visit = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? (entry.name === 'test' ? [] : visit(join(path, entry.name))) : entry.name.endsWith('.js') ? [stamp(join(path, entry.name))] : [],
    );
  return sha256([toolkitVersion, ...visit(root).slice().sort()].join('\n'));
}

function stamp(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}
