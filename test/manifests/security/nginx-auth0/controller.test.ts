import type { KubeObject } from '../../../../lib/components';
import { referenceFindings } from '../../../../lib/validate/references';
import { clusterTree } from '../../../../bin/commands/validate';
import { emptyLock } from '../../../../lib/model';
import { factoriesOf } from '../../../../manifests/registry';
import { manifestFiles } from '../../../../manifests/synth';
import { world } from '../../../../manifests/third-party';
import { rendered, withSecurity } from '../../foundation/rendered';

const platform = withSecurity('nginx-auth0');
const example = rendered('aws-euc1', factoriesOf(platform), platform);
const { built } = example.component('ingress-controller');
const values = built.data as Values; // what controllerValues gives

interface Values {
  readonly rbac: object;
  readonly fullnameOverride: string;
  readonly controller: Readonly<Record<string, unknown>> & { readonly watchNamespace: string };
}
interface ClusterRole extends KubeObject {
  readonly rules: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
}

describe('the controller', () => {
  const role = example.object('ingress-routes', 'ClusterRole', 'nginx-ingress') as ClusterRole;

  it('reads no Secret of another namespace and changes nothing but the state of its own kinds', () => {
    expect(values.rbac).toEqual({ create: true, clusterrole: { create: false } });
    expect(values.fullnameOverride).toBe(role.metadata.name);
    for (const { resources, verbs } of role.rules) {
      for (const resource of ['secrets', 'configmaps', '*']) expect(resources).not.toContain(resource);
      if (verbs.includes('update')) expect(resources.every((resource) => resource.endsWith('/status'))).toBe(true);
      expect(verbs.filter((verb) => !['get', 'list', 'watch', 'update'].includes(verb))).toEqual([]);
    }
    expect(values.controller).toMatchObject({ watchSecretNamespace: 'nginx-ingress', enableSnippets: false });
  });

  it('watches every namespace with a Service behind a host, so that it finds their pods', () => {
    expect(values.controller.watchNamespace.split(',')).toEqual(['api', 'argocd', 'console', 'login', 'nginx-ingress', 'observability', 'status']);
  });

  it('is what the load balancer and the network policies expect', () => {
    expect(values.controller).toMatchObject({
      serviceAccount: { name: 'ingress' },
      selectorLabels: { 'app.kubernetes.io/name': 'nginx-ingress', 'app.kubernetes.io/instance': 'ingress' },
      service: { type: 'ClusterIP', httpPort: { enable: false }, httpsPort: { port: 443, targetPort: 443 } },
      readyStatus: { enable: true, port: 8081 },
    });
    expect(example.object('ingress-binding', 'Service', 'load-balancer-https')['spec']).toMatchObject({
      selector: { 'app.kubernetes.io/name': 'nginx-ingress', 'app.kubernetes.io/instance': 'ingress' },
      ports: [{ port: 443, targetPort: 443 }],
    });
  });

  it('survives the loss of a zone and a rollout', () => {
    expect(values.controller).toMatchObject({
      autoscaling: { enabled: true, minReplicas: 3 },
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
      terminationGracePeriodSeconds: 75,
      lifecycle: { preStop: { sleep: { seconds: 45 } } },
    });
  });

  it('believes the internal authority and no other: proxies are checked with it', () => {
    expect(values.controller['volumes']).toMatchObject([
      { secret: { secretName: 'internal-authority', items: [{ key: 'ca.crt', path: 'ca-certificates.crt' }] } },
    ]);
    expect(values.controller['volumeMounts']).toMatchObject([{ mountPath: '/etc/ssl/certs', readOnly: true }]);
    expect(example.object('ingress-routes', 'Certificate', 'internal-authority')['spec']).toMatchObject({ issuerRef: { name: 'internal' } });
  });
});

describe('the objects around it', () => {
  const [cluster] = manifestFiles({ platform, lock: emptyLock }).clusters;
  if (!cluster) throw new Error('the platform has no cluster');
  const tree = clusterTree(cluster);

  it('name only what exists', () => {
    expect(referenceFindings(tree, world)).toEqual([]);
  });

  const needed = tree.objects
    .filter(({ file }) => /\/(ingress-routes|token-proxy)\//.test(file))
    .filter(({ object }) => !['VirtualServer', 'PodDisruptionBudget', 'Deployment'].includes(object.kind));
  it.each(needed.map(({ file }) => file.split('/').slice(2).join('/')))('%s is missed when it is taken away', (file) => {
    const without = { ...tree, objects: tree.objects.filter((each) => !each.file.endsWith(file)) };
    expect(referenceFindings(without, world).length).toBeGreaterThan(0);
  });
});

describe('alerts', () => {
  it('on pods survive a restart of kube-state-metrics: its own labels are not in the result', () => {
    const [cluster] = manifestFiles({ platform, lock: emptyLock }).clusters;
    const rules = (cluster?.components ?? [])
      .flatMap(({ component }) => component.intents?.rules ?? [])
      .filter(({ group }) => ['gateway', 'token-proxy'].includes(group))
      .flatMap(({ alerts = [] }) => alerts)
      .filter(({ expr }) => expr.includes('kube_'));
    expect(rules.map(({ alert }) => alert)).toEqual(['TokenProxyDown', 'GatewayPodsMissing', 'GatewayAtMaximum']);
    for (const { expr } of rules) expect(expr).toMatch(/^max by \(namespace, \w+\)/);
  });
});

describe('without a mesh', () => {
  it('no object speaks of one', () => {
    const { files } = manifestFiles({ platform, lock: emptyLock });
    for (const { path, content } of files) expect([path, /istio/.test(content)]).toEqual([path, false]);
  });
});
