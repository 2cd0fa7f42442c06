/** Flux in each cluster: applied by hand once, from then on by itself. */
import type { Component, ComponentIntents } from '../../../lib/components';
import { objectsOf } from '../../../lib/components';
import { settingsOf } from '../../../lib/model';
import { alertRouterOf } from '../../../lib/names';
import type { Context } from '../../context';
import { thirdPartyHosts } from '../../pins';
import type { DeliveryOption } from '../contract';
import { controllers, podLabels } from './controllers';
import { deliver, fileName } from './deliver';
import { finish } from './keep';
import { kustomizeFile } from './kustomize-file';
import { controllersComponent, namespace } from './names';
import { observability } from './observability';
import { partsOf, ports } from './parts';
import { repositorySecret } from './repository';
import { rights } from './rights';
import { tenants } from './tenants';

const flux = (context: Context): Component => ({
  name: controllersComponent,
  summary: 'Flux, delivering this repository to its own cluster.',
  namespace,
  needs: ['crds', 'namespaces'],
  provides: ['delivery'],
  keep: true,
  content: {
    kind: 'manifests',
    build: (chart) => {
      const parts = partsOf(context.platform);
      rights(chart, parts);
      controllers(chart, context, parts);
      kustomizeFile(chart, objectsOf(chart).map(fileName)); // the bootstrap names the folder
    },
  },
  intents: intents(context),
});

const pods = (part: string) => ({ namespace, pods: podLabels(part) });

const intents = (context: Context): ComponentIntents => ({
  namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '4', memory: '16Gi' }, holdsData: true }],
  secrets: repositorySecret(context),
  egressHosts: egressHosts(context),
  flows: flows(context),
  ...observability(context),
});

function egressHosts({ platform, versions }: Context): NonNullable<ComponentIntents['egressHosts']> {
  const from = pods('source-controller');
  const { protocol, hostname, port } = new URL(settingsOf(platform.delivery, 'flux').repository);
  const why = 'the repository that the cluster follows';
  const repository =
    protocol === 'ssh:'
      ? ({ from, hosts: [hostname], port: Number(port || 22), protocol: 'TCP', why } as const)
      : { from, hosts: [hostname], port: Number(port || 443), why };
  return [repository, { from, hosts: thirdPartyHosts(platform, versions), why: 'charts and definitions of third parties' }];
}

function flows({ platform }: Context): NonNullable<ComponentIntents['flows']> {
  const parts = partsOf(platform).map(({ name }) => name);
  const source = pods('source-controller');
  const notification = pods('notification-controller');
  const router = alertRouterOf(platform);
  return [
    ...parts.map((part) => ({ from: pods(part), to: { outside: 'api-server' as const }, ports: [{ port: 443 }], why: 'Kubernetes API' })),
    ...['kustomize-controller', 'helm-controller'].map((part) => ({ from: pods(part), to: source, ports: [{ port: ports.http }], why: 'what was fetched' })),
    ...(router
      ? [
          ...parts
            .filter((part) => part !== 'notification-controller')
            .map((part) => ({ from: pods(part), to: notification, ports: [{ port: ports.http }], why: 'events' })),
          { from: notification, to: { namespace: router.namespace, pods: router.pods }, ports: [{ port: router.port }], why: 'failures, as alerts' },
        ]
      : []),
  ];
}

export const option: DeliveryOption = { components: [flux, tenants], deliver, finish };
