/**
 * Decides a request by the generated objects in the order in which Envoy asks them: external authorization (CUSTOM),
 * tokens, ALLOW. Knows the fields that this option writes and stops at any other one.
 */
import type { KubeObject } from '../../../../../lib/components';

export interface Request {
  readonly host?: string;
  readonly port?: number;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificate of the caller. */
  readonly principal?: string;
  /** Claims of the token, after its signature was checked. */
  readonly token?: { readonly iss: string; readonly aud: readonly string[]; readonly [claim: string]: unknown };
}
interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}
interface Operation {
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly notPaths?: readonly string[];
  readonly ports?: readonly string[];
}
interface Source {
  readonly principals?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly requestPrincipals?: readonly string[];
}
interface Rule {
  readonly from?: readonly { readonly source: Source }[];
  readonly to?: readonly { readonly operation: Operation }[];
  readonly when?: readonly Condition[];
}
interface PolicySpec {
  readonly action?: string;
  readonly rules?: readonly Rule[];
}

const matches = (patterns: readonly string[], value: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern));
const known = (object: object, fields: readonly string[]): void => {
  for (const field of Object.keys(object)) if (!fields.includes(field)) throw new Error(`the test does not know field ${field}`);
};

function operationMatches(operation: Operation, { host = '', method = 'GET', path, port }: Request): boolean {
  known(operation, ['hosts', 'methods', 'paths', 'notPaths', 'ports']);
  const { hosts, methods, paths, notPaths, ports } = operation;
  return (
    (!hosts || matches(hosts, host)) &&
    (!methods || methods.includes(method)) &&
    (!paths || matches(paths, path)) &&
    !(notPaths && matches(notPaths, path)) &&
    (!ports || ports.includes(String(port)))
  );
}

function sourceMatches(source: Source, { principal = '', token }: Request): boolean {
  known(source, ['principals', 'namespaces', 'requestPrincipals']);
  const { principals, namespaces, requestPrincipals } = source;
  return (
    (!principals || principals.includes(principal)) &&
    (!namespaces || namespaces.includes(/\/ns\/([^/]+)\//.exec(principal)?.[1] ?? '')) &&
    (!requestPrincipals || (token !== undefined && matches(requestPrincipals, `${token.iss}/subject`)))
  );
}

function conditionMatches({ key, values }: Condition, { headers = {}, token }: Request): boolean {
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header !== undefined) return matches(values, headers[header] ?? '');
  const claim = key === 'request.auth.audiences' ? 'aud' : /^request\.auth\.claims\[(.+)\]$/.exec(key)?.[1];
  if (claim === undefined) throw new Error(`the test does not know condition ${key}`);
  const found = token?.[claim];
  return Array.isArray(found) && found.some((value) => matches(values, String(value)));
}

const ruleMatches = ({ from, to, when }: Rule, request: Request): boolean =>
  (!from || from.some(({ source }) => sourceMatches(source, request))) &&
  (!to || to.some(({ operation }) => operationMatches(operation, request))) &&
  (when ?? []).every((condition) => conditionMatches(condition, request));

const policies = (objects: readonly KubeObject[], namespace: string, action: string): readonly PolicySpec[] =>
  objects
    .filter((object) => object.kind === 'AuthorizationPolicy' && object.metadata.namespace === namespace)
    .map((object) => object['spec'] as PolicySpec)
    .filter((spec) => (spec.action ?? 'ALLOW') === action);

/** Whether the login proxy is asked. */
export const asksLogin = (objects: readonly KubeObject[], request: Request): boolean =>
  policies(objects, 'istio-ingress', 'CUSTOM').some(({ rules = [] }) => rules.some((rule) => ruleMatches(rule, request)));

/** Whether some ALLOW policy of the namespace lets the request through. */
export const isAllowed = (objects: readonly KubeObject[], request: Request, namespace = 'istio-ingress'): boolean =>
  policies(objects, namespace, 'ALLOW').some(({ rules = [] }) => rules.some((rule) => ruleMatches(rule, request)));
