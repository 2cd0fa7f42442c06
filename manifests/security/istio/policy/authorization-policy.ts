import type { Chart } from 'cdk8s';
import { AuthorizationPolicy } from '../../../../imports/security.istio.io';
import { annotations, namespaces } from '../../../../lib/names';
import type { PortRule, Receiver } from './receivers';

/** An ALLOW policy without rules in the root namespace: whoever has no policy of its own gets nothing. */
export const allowNothing = (chart: Chart): AuthorizationPolicy =>
  new AuthorizationPolicy(chart, 'allow-nothing', { metadata: { name: 'allow-nothing', namespace: namespaces.mesh }, spec: {} });

/**
 * Nobody with a certificate of another trust domain, even below the same root, whatever else allows it. Callers without a
 * certificate have no trust domain: strict mutual TLS and the policies of each port decide on them.
 */
export const foreignTrustDomains = (chart: Chart, own: readonly string[]): AuthorizationPolicy =>
  new AuthorizationPolicy(chart, 'foreign-trust-domains', {
    metadata: { name: 'foreign-trust-domains', namespace: namespaces.mesh },
    spec: { action: 'DENY', rules: [{ from: [{ source: { principals: ['*'], notTrustDomains: [...own] } }] }] },
  });

/** The declared callers of some pods, each on its ports. */
export const allowCallers = (chart: Chart, { name, namespace, pods, rules, why }: Receiver): AuthorizationPolicy =>
  new AuthorizationPolicy(chart, `${namespace}-${name}-callers`, {
    metadata: { name, namespace, annotations: { [annotations.why]: why.join('\n') } },
    spec: { ...(Object.keys(pods).length > 0 ? { selector: { matchLabels: pods } } : {}), action: 'ALLOW', rules: rules.map(rule) },
  });

const rule = ({ principals, namespaces: sources, anyone, ports }: PortRule) => ({
  ...(anyone
    ? {}
    : { from: [...(principals.length > 0 ? [{ source: { principals } }] : []), ...(sources.length > 0 ? [{ source: { namespaces: sources } }] : [])] }),
  to: [{ operation: { ports: ports.map(String) } }],
});
