/** The file that a database is written in, and its text after a step. */
import { isMap, type ParsedNode } from 'yaml';
import { PlatformError } from '../model';
import type { Reference } from './state';
import { mapAt, replaced, rootOf, seqAt, textAt, valueAt, withItem, withKey, withObject, withoutKey, type Locate, type ParsedMap } from './yaml-edit';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** What a step writes below `replication`; undefined takes a key away. `incarnation` is the number of one cluster. */
export interface Change {
  readonly primary?: string;
  readonly demoteTo?: string | undefined;
  readonly promotionToken?: string | undefined;
  readonly fenced?: string | undefined;
  readonly rebuilding?: string | undefined;
  readonly incarnation?: { readonly cluster: string; readonly number: number };
}

const isNamed = (item: ParsedNode | null, key: string, name: string): item is ParsedMap => isMap(item) && textAt(item, key) === name;

/** List that the databases of a tenant stand in, and the one that is meant. */
function entryIn(root: ParsedNode | null, { tenant, database }: Reference): ParsedMap | undefined {
  if (!isMap(root)) return undefined;
  const items = seqAt(root, 'databases')?.items ?? [];
  const file = mapAt(root, 'tenant');
  const found = file
    ? textAt(file, 'name') === tenant
      ? items.find((item) => isNamed(item, 'name', database))
      : undefined
    : items.find((item) => isNamed(item, 'name', database) && isNamed(item, 'tenant', tenant));
  return isMap(found) ? found : undefined;
}

/** @param files platform.yaml first, then those of teams */
export function fileOf(files: readonly SourceFile[], of: Reference): SourceFile {
  const found = files.find(({ text }) => entryIn(rootOf(text), of) !== undefined);
  if (found) return found;
  throw new PlatformError({
    code: 'failover/state',
    message: `no file has an entry for ${of.tenant}/${of.database}`,
    fix: 'Tenants and databases are lists with names. Please report this with your files.',
  });
}

/** Text with a change made in the entry of the database. */
export function changed(text: string, of: Reference, change: Change): string {
  const entry: Locate = (root) => entryIn(root, of);
  const after = Object.entries(plainKeys(change)).reduce((current, [key, value]) => withReplication(current, entry, key, value), text);
  const counted = change.incarnation ? withIncarnation(after, entry, change.incarnation) : after;
  const left = entry(rootOf(counted));
  const replication = left && mapAt(left, 'replication');
  return replication?.items.length === 0 ? withoutKey(counted, entry, 'replication') : counted;
}

/** Additions go last: the object is not empty in between. */
const plainKeys = ({ incarnation: _incarnation, ...keys }: Change): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(keys).sort(([, a], [, b]) => Number(a === undefined) - Number(b === undefined)));

function withReplication(text: string, entry: Locate, key: string, value: string | undefined): string {
  const written = key === 'fenced' && value !== undefined ? `[${value}]` : value;
  const inside: Locate = (root) => {
    const found = entry(root);
    return found && mapAt(found, 'replication');
  };
  const replication = inside(rootOf(text));
  if (written === undefined) {
    if (!replication || !valueAt(replication, key)) return text;
    return replication.items.length === 1 ? withoutKey(text, entry, 'replication') : withoutKey(text, inside, key);
  }
  return replication ? withKey(text, inside, key, written) : withObject(withoutKey(text, entry, 'replication'), entry, 'replication', key, written);
}

function withIncarnation(text: string, entry: Locate, { cluster, number }: NonNullable<Change['incarnation']>): string {
  const found = entry(rootOf(text));
  const replication = found && mapAt(found, 'replication');
  const list = replication && seqAt(replication, 'incarnations');
  const item = `{ cluster: ${cluster}, number: ${number} }`;
  if (!list || list.items.length === 0) return withReplication(text, entry, 'incarnations', `[${item}]`);
  const own = list.items.find((each) => isNamed(each, 'cluster', cluster));
  const before = isMap(own) ? valueAt(own, 'number') : undefined;
  return before ? replaced(text, before, String(number)) : withItem(text, list, item);
}

/** Text with an entry directly after that of another database. `fields` are lines of YAML. */
export function withEntry(text: string, after: Reference, fields: readonly string[]): string {
  const root = rootOf(text);
  const list = isMap(root) ? seqAt(root, 'databases') : undefined;
  const entry = entryIn(root, after);
  if (!list || !entry) throw new Error('the database to copy is gone');
  return withItem(text, list, list.flow ? `{ ${fields.join(', ')} }` : fields.join('\n'), entry);
}
