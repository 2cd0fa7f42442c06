/** What must not compile. Checked by the build: an expectation that no longer fails is itself an error. */
import type { Factory, Option } from '../../manifests/context';
import type { Cloud, Monitoring, Platform } from '../../lib/model';
import type { Component } from '../../lib/components';
import { VirtualService } from '../../imports/networking.istio.io';
import type { Chart } from 'cdk8s';

const option: Option = { components: [] };

// @ts-expect-error an option of the model that a registry forgot
export const forgotten = {} satisfies Record<Cloud['use'], Option>;
// @ts-expect-error an option that the model does not have
export const invented = { prometheus: option, nagios: option } satisfies Record<Monitoring['use'], Option>;

export const writes: Factory = ({ platform }) => {
  // @ts-expect-error versions are those of the table
  void ((context: Parameters<Factory>[0]) => context.versions.charts.unheardOf);
  void platform;
  return undefined;
};

export const component: Component = {
  name: 'a',
  summary: 'a',
  namespace: 'a',
  // @ts-expect-error no such capability
  needs: ['blockchain'],
  provides: [],
  content: { kind: 'manifests', build: () => undefined },
};

export function object(chart: Chart): void {
  // @ts-expect-error hosts is a list
  new VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: { hosts: 'example.com' } });
}

// @ts-expect-error providers are aws and azure
export const provider: Platform['cloud']['clusters'][0]['provider'] = 'gcp';
