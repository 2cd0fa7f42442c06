/** The table of what products name and make, tried on the whole example: whatever is taken away, somebody misses it. */
import fc from 'fast-check';
import { clusterTree } from '../../bin/commands/validate';
import { readInput, synthesizeAll } from '../../bin/pipeline';
import type { KubeObject } from '../../lib/components';
import { emptyLock, parsePlatform } from '../../lib/model';
import { arbitraryPlatform } from '../../lib/testing/arbitrary-platform';
import { referenceFindings, type ClusterTree } from '../../lib/validate/references';
import { manifestFiles } from '../../manifests/synth';
import { world } from '../../manifests/third-party';
import { charts } from '../../manifests/third-party/charts';
import { platformOf, withSecurity } from './foundation/rendered';
import { withElk } from './logging/elk/example';
import { examplePlatform } from './tenants/fleet';

const trees = synthesizeAll(readInput('platform.yaml')).clusters.map((cluster) => [cluster.cluster.name, clusterTree(cluster)] as const);
const without = (tree: ClusterTree, file: string): ClusterTree => ({ ...tree, objects: tree.objects.filter((each) => each.file !== file) });

const id = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Kinds whose objects are there for others to name. */
const named = [
  'Alertmanager',
  'Certificate',
  'Cluster',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterSecretStore',
  'ConfigMap',
  'DaemonSet',
  'Deployment',
  'EC2NodeClass',
  'ExternalSecret',
  'Gateway',
  'Issuer',
  'Keycloak',
  'Namespace',
  'ObjectStore',
  'Password',
  'PriorityClass',
  'Prometheus',
  'Role',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'StorageClass',
  'ValidatingAdmissionPolicy',
];

/** Named by nobody inside the cluster, and why that is right. */
const forOthers: Readonly<Record<string, string>> = {
  'argocd/configmap-argocd-cm.yaml': 'Argo CD finds it by its name',
  'argocd/configmap-argocd-cmd-params-cm.yaml': 'Argo CD finds it by its name',
  'argocd/configmap-argocd-rbac-cm.yaml': 'Argo CD finds it by its name',
  'secrets/externalsecret-repository.argocd.yaml': 'Argo CD finds it by its label',
  'secrets/externalsecret-keycloak-clients.keycloak.yaml': 'the standby imports its realm after the switch',
  'public-issuers/clusterissuer-public-staging.yaml': 'to try a change',
  'ingress-binding/service-load-balancer-https.yaml': 'the load balancer of Azure is the Service itself',
  'thanos/service-thanos-peer-query-load-balancer.yaml': 'the load balancer of Azure is the Service itself',
  'thanos/service-thanos-peer-query.yaml': 'the target group of AWS names it',
};

describe.each(trees)('in %s', (cluster, tree) => {
  it('every name is that of something', () => {
    expect(referenceFindings(tree, world)).toEqual([]);
  });

  it('every object that others name is missed when it is taken away', () => {
    // What both clusters have alike is tried on the first.
    const inFirst = new Set(cluster === trees[0]?.[0] ? [] : trees[0]?.[1].objects.map(({ object }) => id(object)));
    const unmissed = tree.objects
      .filter(({ object }) => named.includes(object.kind) && !inFirst.has(id(object)))
      .filter(({ file }) => referenceFindings(without(tree, file), world).length === 0);
    const files = unmissed.map(({ file }) => file.slice(`clusters/${cluster}/`.length));
    expect(files.filter((file) => !(file in forOthers))).toEqual([]);
  });

  it('every chart is missed when it is taken away, but for those that only others need', () => {
    const unmissed = tree.foreign.filter((name) => referenceFindings({ ...tree, foreign: tree.foreign.filter((each) => each !== name) }, world).length === 0);
    expect(unmissed).toEqual(['istio-base']);
  });

  it('every set of definitions is missed when it is taken away, but for that of records which tenants write', () => {
    const definitions = tree.components.filter((name) => name.startsWith('crds-'));
    const unmissed = definitions.filter(
      (name) => referenceFindings({ ...tree, components: tree.components.filter((each) => each !== name) }, world).length === 0,
    );
    expect(unmissed).toEqual(['crds-external-dns']);
  });
});

describe('the table', () => {
  it('describes what is installed and nothing else', () => {
    const others = [
      withSecurity('nginx-auth0'),
      withElk(),
      platformOf((yaml) => yaml.replace('use: argocd', 'use: flux').replace(/ {2}topology: .*\n/, '')),
      examplePlatform(),
    ];
    const clusters = others.flatMap((platform) => manifestFiles({ platform, lock: emptyLock }).clusters);
    const installed = new Set([...[...trees.map(([, tree]) => tree), ...clusters.map(clusterTree)].flatMap(({ foreign }) => foreign), 'mesh-eastwest-gateway']);
    expect(Object.keys(charts).filter((name) => !installed.has(name))).toEqual([]);
  });

  it('holds for any platform', () => {
    fc.assert(
      fc.property(arbitraryPlatform(), (input) => {
        const { clusters } = manifestFiles({ platform: parsePlatform(JSON.stringify(input), 'platform.yaml').platform, lock: emptyLock });
        for (const cluster of clusters) expect(referenceFindings(clusterTree(cluster), world)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
