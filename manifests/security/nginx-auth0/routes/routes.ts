/** What each way in means in locations of NGINX. */
import type { Chart } from 'cdk8s';
import type { Access } from '../../../../lib/model';
import { isOpen, type Endpoint } from '../../gateway/endpoint';
import { below, exactly, prefixLocations, tokenLocations } from './paths';
import { variableOf } from './permission-maps';
import { loginPolicy, tokenPolicy } from './policies';
import { answered, passed, type Route } from './virtual-server';

type TokenAccess = Extract<Access, { kind: 'token' }>;

export function hostRoutes(chart: Chart, endpoint: Endpoint): readonly Route[] {
  const { access, healthPath } = endpoint;
  // Probes of the edge, where the endpoint has a path for them.
  const health = healthPath === undefined || isOpen(endpoint) ? [] : [passed(exactly(healthPath))];
  if (access.kind === 'token') return [...health, ...tokenRoutes(chart, endpoint, access)];
  return [...health, ...pageRoutes(endpoint, isOpen(endpoint) || access.kind === 'public' ? [] : [loginPolicy(chart, endpoint.id, access.roles)])];
}

/** Every path, or the prefixes that the endpoint names. */
function pageRoutes({ paths }: Endpoint, policies: readonly string[]): readonly Route[] {
  if (!paths) return [passed(below('/'), ...policies)];
  return [...prefixLocations(paths).map((location) => passed(location, ...policies)), answered(below('/'), 404, 'not found')];
}

/** Paths that some permission opens, each with the check of its own permissions; nothing else. */
function tokenRoutes(chart: Chart, endpoint: Endpoint, { permissions }: TokenAccess): readonly Route[] {
  const locations = tokenLocations(permissions);
  const routes = locations.map((location, index) =>
    location.methods.size > 0 ? passed(location, tokenPolicy(chart, endpoint.id, index, variableOf(endpoint, index))) : answered(location, 403, 'forbidden'),
  );
  return locations.some(({ match }) => match === '/') ? routes : [...routes, answered(below('/'), 403, 'forbidden')];
}
