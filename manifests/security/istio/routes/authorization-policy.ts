/**
 * What passes the gateway, host by host. The mesh allows nothing by itself, so a host without a policy here is closed.
 * `<endpoint>-public` and `<endpoint>-self` open a host; `<endpoint>-login` sends to the login and `<endpoint>-roles`
 * decides afterwards; `<endpoint>-token` exists twice, at the gateway (shape of the request) and at the application
 * (the token itself).
 */
import type { Chart } from 'cdk8s';
import { AuthorizationPolicy, type AuthorizationPolicyProps } from '../../../../imports/security.istio.io';
import type { Access } from '../../../../lib/model';
import { istioGateway as gateway, loginProxy, originHealthPath, type Names } from '../../../../lib/names';
import type { Endpoint } from '../../gateway/endpoint';
import { pathPatterns } from '../gateway/virtual-service';
import { loginCheckProvider } from './login-check';
import type { TokenSource } from './tokens';

type Rule = NonNullable<NonNullable<AuthorizationPolicyProps['spec']>['rules']>[number];

export const loginPaths = `${loginProxy.pathPrefix}*`;

const atGateway = (chart: Chart, name: string, spec: Omit<NonNullable<AuthorizationPolicyProps['spec']>, 'selector'>): AuthorizationPolicy =>
  new AuthorizationPolicy(chart, `${name}-policy`, {
    metadata: { name, namespace: gateway.namespace },
    spec: { selector: { matchLabels: gateway.selector }, ...spec },
  });

const onHost = ({ host, paths }: Endpoint) => ({ hosts: [host], ...(paths ? { paths: pathPatterns(paths) } : {}) });

/** Probes of the edge, where the endpoint has a path for them. */
const health = ({ host, healthPath }: Endpoint): readonly Rule[] =>
  healthPath === undefined ? [] : [{ to: [{ operation: { hosts: [host], methods: ['GET', 'HEAD'], paths: [healthPath] } }] }];

/** Open to everybody, on its paths: public endpoints, and those that log users in themselves. */
export const openHost = (chart: Chart, endpoint: Endpoint): AuthorizationPolicy =>
  atGateway(chart, `${endpoint.id}-${endpoint.access.kind === 'public' ? 'public' : 'self'}`, {
    action: 'ALLOW',
    rules: [{ to: [{ operation: onHost(endpoint) }] }],
  });

/** The monitor of the edge, and nothing else on the host that names this cluster. */
export const openHealth = (chart: Chart, host: string): AuthorizationPolicy =>
  atGateway(chart, 'origin-health', {
    action: 'ALLOW',
    rules: [{ to: [{ operation: { hosts: [host], methods: ['GET', 'HEAD'], paths: [originHealthPath] } }] }],
  });

/** Asks the login proxy about every request to the host, except those that are for the proxy itself. */
export const loginCheck = (chart: Chart, { id, host, healthPath }: Endpoint): AuthorizationPolicy =>
  atGateway(chart, `${id}-login`, {
    action: 'CUSTOM',
    provider: { name: loginCheckProvider },
    rules: [{ to: [{ operation: { hosts: [host], notPaths: [loginPaths, ...(healthPath === undefined ? [] : [healthPath])] } }] }],
  });

/** Passes whoever has a checked token of the login proxy with one of the roles; and the way to the login for everybody. */
export const loginRoles = (
  chart: Chart,
  endpoint: Endpoint,
  roles: readonly string[],
  { principals, loginAudience, claims, closedPaths }: TokenSource,
): AuthorizationPolicy =>
  atGateway(chart, `${endpoint.id}-roles`, {
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { requestPrincipals: [principals] } }],
        to: [{ operation: { ...onHost(endpoint), ...(closedPaths.length > 0 ? { notPaths: closedPaths } : {}) } }],
        when: [
          { key: 'request.auth.audiences', values: [loginAudience] },
          { key: `request.auth.claims[${claims.roles}]`, values: roles },
        ],
      },
      { to: [{ operation: { hosts: [endpoint.host], paths: [loginPaths] } }] },
      ...health(endpoint),
    ],
  });

export type TokenAccess = Extract<Access, { kind: 'token' }>;

/** At the gateway: the methods and paths that some permission opens, with a bearer token; and preflights, which browsers send without one. */
export const tokenShape = (chart: Chart, endpoint: Endpoint, { permissions }: TokenAccess): AuthorizationPolicy =>
  atGateway(chart, `${endpoint.id}-token`, {
    action: 'ALLOW',
    rules: [
      {
        to: permissions.map(({ methods, paths }) => ({ operation: { hosts: [endpoint.host], methods, paths } })),
        when: [{ key: 'request.headers[authorization]', values: ['Bearer *'] }],
      },
      { to: [{ operation: { hosts: [endpoint.host], methods: ['OPTIONS'], paths: allPaths(permissions) } }] },
      ...health(endpoint),
    ],
  });

/** In front of the application: only requests of the gateway, and of those only what a permission in the token opens. */
export function tokenPermissions(
  chart: Chart,
  { id, service, healthPath }: Endpoint,
  { audience, permissions }: TokenAccess,
  { principals: tokens, claims }: TokenSource,
  names: Names,
): AuthorizationPolicy {
  const principals = [`${names.trustDomain()}/ns/${gateway.namespace}/sa/${gateway.serviceAccount}`];
  const ports = [String(service.targetPort)];
  const rules: readonly Rule[] = [
    ...permissions.map(({ name, methods, paths }): Rule => ({
      from: [{ source: { principals, requestPrincipals: [tokens] } }],
      to: [{ operation: { ports, methods, paths } }],
      when: [
        { key: 'request.auth.audiences', values: [audience] },
        { key: `request.auth.claims[${claims.permissions}]`, values: [name] },
      ],
    })),
    { from: [{ source: { principals } }], to: [{ operation: { ports, methods: ['OPTIONS'], paths: allPaths(permissions) } }] },
    ...(healthPath === undefined
      ? []
      : [{ from: [{ source: { principals } }], to: [{ operation: { ports, methods: ['GET', 'HEAD'], paths: [healthPath] } }] }]),
  ];
  return new AuthorizationPolicy(chart, `${id}-permissions-policy`, {
    metadata: { name: `${id}-token`, namespace: service.namespace },
    spec: { selector: { matchLabels: service.pods }, action: 'ALLOW', rules },
  });
}

const allPaths = (permissions: TokenAccess['permissions']): readonly string[] => [...new Set(permissions.flatMap(({ paths }) => paths))].sort();
