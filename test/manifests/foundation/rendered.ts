/** Renders components of the example platform, without the options that they are not about. */
import { readFileSync } from 'node:fs';
import { synthesizeCluster, type Component, type KubeObject, type RenderedComponent } from '../../../lib/components';
import { emptyLock, parsePlatform, type Platform } from '../../../lib/model';
import type { Factory } from '../../../manifests/context';
import { isNamespaced } from '../../../manifests/synth';
import { versions } from '../../../manifests/versions';

const text = readFileSync('platform.yaml', 'utf8');
export const platformOf = (edit: (yaml: string) => string = (yaml) => yaml): Platform => parsePlatform(edit(text), 'platform.yaml').platform;

/** The example with another security option; `settings` are further lines below `security`, indented by two. */
export const withSecurity = (use: 'nginx-auth0' | 'istio-auth0', settings = ''): Platform =>
  platformOf((yaml) => yaml.replace('  use: istio-keycloak\n', `  use: ${use}\n  auth0: { tenant: acme-db.eu.auth0.com }\n${settings}`));

/** The example with another delivery that has no settings of its own. */
export const withDelivery = (use: 'helm'): Platform => platformOf((yaml) => yaml.replace('  use: argocd\n', `  use: ${use}\n`));
/** The example with the clouds' own edge. */
export const withCloudEdge = (): Platform =>
  platformOf((yaml) => yaml.replace(/^edge:\n(?: .*\n)+/m, 'edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n'));
/** The example with metrics and alerts in the clouds; `settings` are further lines below `monitoring`, indented by two. */
export const withCloudMonitoring = (
  settings = '  alerts:\n    critical: { type: pagerduty }\n    warning: { type: email, address: platform@acme.example }\n',
): Platform => platformOf((yaml) => yaml.replace(/^monitoring:\n(?: .*\n|\n)*/m, `monitoring:\n  use: cloud-native\n${settings}\n`));

/** A component without objects, to state intents or to provide what another one needs. */
export const stub =
  (name: string, parts: Partial<Component>): Factory =>
  () => ({
    name,
    summary: name,
    namespace: 'default',
    needs: [],
    provides: [],
    content: { kind: 'manifests', build: () => undefined },
    ...parts,
  });

export interface Rendered {
  readonly components: readonly RenderedComponent[];
  component(name: string): RenderedComponent;
  objects(component: string): readonly KubeObject[];
  object(component: string, kind: string, name: string, namespace?: string): KubeObject;
}

export function rendered(cluster: 'aws-euc1' | 'az-weu', factories: readonly Factory[], platform: Platform = platformOf()): Rendered {
  const { components } = synthesizeCluster({ platform, lock: emptyLock, versions, factories, isNamespaced }, cluster === 'aws-euc1' ? 0 : 1);
  const component = (name: string): RenderedComponent => {
    const found = components.find((each) => each.component.name === name);
    if (!found) throw new Error(`no component ${name}: ${components.map((each) => each.component.name).join(' ')}`);
    return found;
  };
  const objects = (name: string) => component(name).built.objects.map(({ object }) => object);
  return {
    components,
    component,
    objects,
    object(of, kind, name, namespace) {
      const found = objects(of).find(
        (each) => each.kind === kind && each.metadata.name === name && (namespace === undefined || each.metadata.namespace === namespace),
      );
      if (!found)
        throw new Error(
          `no ${kind} ${name}: ${objects(of)
            .map((each) => `${each.kind}/${each.metadata.namespace ?? ''}/${each.metadata.name}`)
            .join(' ')}`,
        );
      return found;
    },
  };
}
