/** A discriminator (`use`, `kind`, `type`) that names no member. */
import { pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { idsOf, shapeOf, type Schema } from '../schema/walk';
import { bySimilarity, nearest } from './nearest';
import { line, sentences, shownValue, type Situation } from './situation';

/** @param union the union that the discriminator at `at` chooses from */
export function wrongOption(at: Path, value: unknown, union: Schema, situation: Situation): Problem {
  const path = pathText(at);
  const shape = shapeOf(union);
  const ids = shape.kind === 'union' ? shape.members.flatMap((member) => idsOf(member, shape.by)) : [];
  const meant = typeof value === 'string' ? nearest(value, ids) : undefined;
  const isOption = at.at(-1) === 'use';
  const code = isOption ? 'input/option' : 'input/value';
  const available = `${isOption ? 'Available' : 'One of'}: ${(meant !== undefined ? bySimilarity(meant, ids) : ids).join(', ')}.`;
  const only = ids.length === 1 ? `Write: ${line(path, ids[0])}` : undefined;
  if (typeof value === 'string' && situation.reserved[path]?.includes(value))
    return { code, path, message: `the option ${shownValue(value)} is not built yet`, fix: sentences(available, only) };
  const message = isOption
    ? `no option is called ${shownValue(value, situation.tree.places.get(path))}`
    : `${shownValue(value, situation.tree.places.get(path))} is not allowed here`;
  return { code, path, message, fix: sentences(meant ? `Did you mean '${meant}'?` : undefined, available, meant ? undefined : only) };
}
