/** What the edge may keep, and what it tells browsers about the inside. */
import { hostConditions, partRef } from './expression';
import { ruleset } from './ruleset';
import type { EdgeContext } from './stack';

export function cache(context: EdgeContext): void {
  const closed = context.hosts.filter(({ access, kind }) => access.kind !== 'public' || kind === 'identity').map(({ host }) => host);
  ruleset(
    context,
    'cache',
    'What the edge never keeps',
    hostConditions(closed).map((expression, part) => ({
      ref: partRef('private', part),
      description: 'Behind a login nothing is kept, whatever its path looks like',
      action: 'set_cache_settings',
      expression,
      actionParameters: { cache: false },
    })),
  );
  ruleset(context, 'responses', 'Headers of responses', [
    {
      ref: 'inside',
      description: 'Nobody outside needs to know what serves a request and how long it took',
      action: 'rewrite',
      expression: 'true',
      actionParameters: { headers: { 'x-powered-by': { operation: 'remove' }, 'x-envoy-upstream-service-time': { operation: 'remove' } } },
    },
  ]);
}
