/**
 * Reads the generated hosts, policies and maps as NGINX does: an exact location before the longest prefix, and one check
 * for each location. Knows the forms that this option writes and stops at any other one.
 */
import type { KubeObject } from '../../../../lib/components';

interface Route {
  readonly path: string;
  readonly policies?: readonly { readonly name: string }[];
  readonly action: {
    readonly proxy?: { readonly upstream: string; readonly rewritePath: string; readonly requestHeaders: { readonly set: readonly Header[] } };
    readonly return?: { readonly code: number };
  };
}
interface Header {
  readonly name: string;
  readonly value: string;
}
export interface Host {
  readonly host: string;
  readonly policies?: readonly { readonly name: string }[];
  readonly routes: readonly Route[];
  readonly upstreams?: readonly Readonly<Record<string, unknown>>[];
  readonly tls: { readonly secret: string };
}
export interface ExternalAuth {
  readonly authServiceName: string;
  readonly authServicePorts: readonly number[];
  readonly authURI: string;
  readonly authSigninURI?: string;
  readonly sslVerify: boolean;
  readonly sniName: string;
}
export interface Decision {
  readonly route: Route;
  /** The check that is made first: where, and with which URI. */
  readonly asked?: { readonly service: string; readonly uri: string; readonly login: boolean };
}

const of = (objects: readonly KubeObject[], kind: string) => objects.filter((object) => object.kind === kind);
export const hostOf = (objects: readonly KubeObject[], name: string): Host => {
  const found = of(objects, 'VirtualServer').find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no host ${name}`);
  return found['spec'] as Host;
};
export const policyOf = (objects: readonly KubeObject[], name: string): { readonly externalAuth?: ExternalAuth; readonly ingressMTLS?: object } => {
  const found = of(objects, 'Policy').find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no policy ${name}: NGINX would answer 500`);
  return found['spec'] as { externalAuth?: ExternalAuth };
};
export const settingsOf = (objects: readonly KubeObject[]): Readonly<Record<string, string>> => of(objects, 'ConfigMap')[0]?.['data'] as Record<string, string>;

/** Values of the maps from the method, by variable. */
function mapped(snippets: string, variable: string, method: string): string {
  const body = new RegExp(`map \\$request_method \\$${variable} \\{\n([^}]*)\\}`).exec(snippets)?.[1];
  if (body === undefined) throw new Error(`no map for ${variable}: NGINX would refuse the configuration`);
  const values = Object.fromEntries([...body.matchAll(/^ {2}(\w+) "?([^";]*)"?;$/gm)].map(([, key = '', value = '']) => [key, value]));
  return values[method] ?? values['default'] ?? '';
}

export function decide(objects: readonly KubeObject[], name: string, method: string, path: string): Decision {
  const { routes } = hostOf(objects, name);
  const exact = routes.find((route) => route.path === `= ${path}`);
  const [longest] = routes.filter((route) => route.path.startsWith('/') && path.startsWith(route.path)).sort((a, b) => b.path.length - a.path.length);
  const route = exact ?? longest;
  if (!route) throw new Error(`no location for ${path}: NGINX would answer 404`);
  const [policy, more] = route.policies ?? [];
  if (more) throw new Error('two policies in one location');
  if (!policy) return { route };
  const { externalAuth } = policyOf(objects, policy.name);
  if (!externalAuth) throw new Error(`policy ${policy.name} asks nobody`);
  const uri = externalAuth.authURI.replace(/\$(\w+)/, (_, variable: string) => mapped(settingsOf(objects)['http-snippets'] ?? '', variable, method));
  return { route, asked: { service: externalAuth.authServiceName, uri, login: externalAuth.authSigninURI !== undefined } };
}
