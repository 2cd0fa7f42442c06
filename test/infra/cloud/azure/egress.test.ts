import { chartHosts, fixedHosts, loggingHosts, registryHosts } from '../../../../infra/egress/hosts';
import { egressRules } from '../../../../infra/cloud/azure/network/egress-rules';
import { synthesizeCluster } from '../../../../lib/components';
import { emptyLock } from '../../../../lib/model';
import { buckets } from '../../../../lib/names';
import { factoriesOf } from '../../../../manifests/registry';
import { isNamespaced } from '../../../../manifests/synth';
import { versions } from '../../../../manifests/versions';
import { cloudMonitoring, example, resource, type Block } from './stacks';

const { context, stack } = example();
const elk = { use: 'elk', retentionDays: 14, auditRetentionDays: 365, ingestionGBPerDay: 20, storageGiB: 300, memoryGiB: 8 } as const;
const rules = egressRules(context);
const allowed = (host: string, port = 443, list = rules): boolean =>
  list.some((rule) => rule.port === port && rule.hosts.some((each) => each === host || (each.startsWith('*.') && host.endsWith(each.slice(1)))));
/** Hosts of charts that only the other cluster installs. */
const onlyOnAws = ['aws.github.io', 'public.ecr.aws'];
/** Behind private endpoints: never seen by the firewall. */
const isPrivate = (host: string) => buckets(context.platform).some(({ id }) => context.names.bucketEndpoint(id) === host);

/** Hosts that only some option of logging needs. */
const ofOptions = (what: 'images' | 'charts'): readonly string[] => Object.values(loggingHosts).flatMap((hosts) => Object.keys(hosts[what]));

describe('allow list of the firewall', () => {
  it('says why for every host', () => {
    const reasons = [...Object.values(fixedHosts).map(({ why }) => why), ...Object.values(chartHosts), ...rules.map(({ why }) => why)];
    for (const reason of reasons) expect(reason).toMatch(/\w{3,}/);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it.each(Object.entries(versions.images))('lets nodes pull image %s', (_, image) => {
    expect([...Object.keys(registryHosts), ...ofOptions('images')]).toContain(image.slice(0, image.indexOf('/')));
  });

  it('opens registries for what is installed, and says whose images they are', () => {
    const registries = (edit: (text: string) => string) =>
      Object.fromEntries(
        egressRules(example(edit).context)
          .filter(({ id }) => id.startsWith('images-'))
          .map(({ id, why }) => [id, why]),
      );
    expect(registries((text) => text)).toMatchObject({
      'images-public-ecr-aws': 'images of the cache of Argo CD',
      'images-quay-io': expect.stringMatching(/Argo CD, cert-manager, Keycloak/) as string,
    });
    const byHand = registries((text) => text.replace('use: argocd', 'use: helm'));
    expect(byHand).not.toHaveProperty('images-public-ecr-aws');
    expect(Object.values(byHand).join()).not.toContain('Argo CD');
    const workload = egressRules(
      example((text) => text.replace('use: argocd', 'use: helm').replace('ghcr.io/acme/status-page', 'public.ecr.aws/acme/status-page')).context,
    );
    expect(workload.find(({ id }) => id === 'images-public-ecr-aws')).toMatchObject({
      hosts: registryHosts['public.ecr.aws'].hosts,
      why: 'images of workloads',
    });
  });

  it('opens what an option of logging fetches where that option is, and nowhere else', () => {
    const elastic = egressRules({ ...context, platform: { ...context.platform, logging: { ...elk } } }).flatMap(({ hosts }) => hosts);
    const wanted = [loggingHosts.elk.images, loggingHosts.elk.charts].flatMap((sources) => Object.values(sources).flatMap(({ hosts }) => hosts));
    expect(wanted.length).toBeGreaterThan(3);
    expect(wanted.filter((host) => !elastic.includes(host))).toEqual([]);
    expect(wanted.filter((host) => allowed(host))).toEqual([]);
  });

  it('lets nodes pull the layers of registry.k8s.io, which come from buckets near the node', () => {
    expect(
      [
        'registry.k8s.io',
        'europe-west4-docker.pkg.dev',
        'd39mqg4b1dx9z1.cloudfront.net',
        'prod-registry-k8s-io-eu-central-1.s3.dualstack.eu-central-1.amazonaws.com',
      ].filter((host) => !allowed(host)),
    ).toEqual([]);
    expect(allowed('somebody.s3.dualstack.eu-central-1.amazonaws.com')).toBe(false);
  });

  it.each(Object.entries(versions.charts))('lets Argo CD read chart %s', (_, { repository }) => {
    const host = repository.replace(/^\w+:\/\//, '').split('/')[0] ?? '';
    expect(onlyOnAws.includes(host) || ofOptions('charts').includes(host) || allowed(host)).toBe(true);
  });

  it.each(Object.entries(versions.git))('lets Argo CD read the definitions of %s', (_, { repository }) => {
    expect(allowed(new URL(repository).hostname)).toBe(true);
  });

  it.each([
    ['the example', example()],
    ['metrics in the cloud', example(cloudMonitoring)],
  ])('has every host that a component of the cluster asks for, in %s', (_, { context: { platform } }) => {
    const { components } = synthesizeCluster({ platform, lock: emptyLock, versions, factories: factoriesOf(platform), isNamespaced }, 1);
    const list = egressRules({ ...context, platform });
    const asked = components.flatMap(({ component }) =>
      (component.intents?.egressHosts ?? []).flatMap(({ hosts, port = 443 }) => hosts.map((host) => ({ component: component.name, host, port }))),
    );
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(({ host, port }) => !allowed(host, port, list) && !isPrivate(host) && !onlyOnAws.includes(host))).toEqual([]);
  });

  it('follows platform.yaml: registry of workloads, repository, receivers, mail server, domain', () => {
    const changed = example((text) =>
      text
        .replace('image: ghcr.io/acme/status-page:1.8.0', 'image: registry.acme.example:5000/status:1.8.0')
        .replace('repository: https://github.com/acme/dbaas-platform', 'repository: ssh://git@git.acme.example:2222/acme/dbaas-platform\n  access: ssh-key')
        .replace('use: istio-keycloak', 'use: istio-keycloak\n  smtp: { host: smtp.acme.example, from: noreply@acme.example }'),
    );
    const list = egressRules(changed.context);
    expect(list).toContainEqual({
      id: 'images-registry-acme-example-5000',
      hosts: ['registry.acme.example'],
      port: 5000,
      protocol: 'Https',
      why: 'images of workloads',
    });
    expect(list).toContainEqual({ id: 'repository', hosts: ['git.acme.example'], port: 2222, protocol: 'TCP', why: 'the repository that the cluster follows' });
    expect(list).toContainEqual(expect.objectContaining({ id: 'mail', hosts: ['smtp.acme.example'], port: 587, protocol: 'TCP' }));
    const group = resource(changed.stack('az-weu-network'), 'azurerm_firewall_policy_rule_collection_group', 'firewall_egress');
    expect(group['network_rule_collection']).toMatchObject([
      {
        action: 'Allow',
        rule: [
          { name: 'repository', destination_ports: ['2222'], protocols: ['TCP'] },
          { name: 'mail', destination_ports: ['587'] },
        ],
      },
    ]);
    expect(allowed('hooks.slack.com') && allowed('events.pagerduty.com') && allowed('id.acme-db.example') && allowed('api.cloudflare.com')).toBe(true);
  });

  it.each(['nginx-auth0', 'istio-auth0'])('reaches the tenant of %s, and no database of another cluster', (use) => {
    const tenant = (settings: string) =>
      egressRules(example((text) => text.replace('use: istio-keycloak', `use: ${use}\n  auth0: { ${settings} }`)).context).filter(
        ({ id }) => id === 'identity' || id.startsWith('backups-'),
      );
    expect(tenant('tenant: acme-db.eu.auth0.com')).toMatchObject([{ hosts: ['acme-db.eu.auth0.com'], port: 443, protocol: 'Https' }]);
    // A host of the platform, which is allowed as such.
    expect(tenant('tenant: acme-db.eu.auth0.com, customDomain: login.acme-db.example')).toEqual([]);
  });

  it('lets a standby follow its database and metrics cross, each by the exact host', () => {
    expect(rules).toContainEqual(
      expect.objectContaining({ id: 'metrics-aws-euc1', hosts: ['metrics-aws-euc1.acme-db.example'], port: 10901, protocol: 'Https' }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({
        id: 'backups-aws-euc1',
        hosts: ['s3.eu-central-1.amazonaws.com', 'acme-db-aws-euc1-backups-111122223333.s3.eu-central-1.amazonaws.com', 'sts.eu-central-1.amazonaws.com'],
      }),
    );
  });

  it('admits nodes only, and nothing by a bare star', () => {
    const group = resource(stack('az-weu-network'), 'azurerm_firewall_policy_rule_collection_group', 'firewall_egress');
    const [{ rule }] = group['application_rule_collection'] as readonly [{ readonly rule: readonly Block[] }];
    expect(rule.length).toBe(rules.filter(({ protocol }) => protocol === 'Https').length + 2); // the tag of AKS and the receivers
    for (const each of rule) expect(each).toMatchObject({ source_addresses: ['10.40.16.0/20', '10.40.32.0/20'] });
    expect(rule[0]).toMatchObject({ destination_fqdn_tags: ['AzureKubernetesService'] });
    expect(rules.flatMap(({ hosts }) => hosts).filter((host) => !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host))).toEqual([]);
  });

  it('asks for the hosts of receivers whose addresses are secrets', () => {
    const network = stack('az-weu-network');
    expect(network.variable?.['alert_receiver_hosts']).toMatchObject({ type: 'list(string)', nullable: false });
    expect(network.variable?.['alert_receiver_hosts']).not.toHaveProperty('default');
    expect(JSON.stringify(network.resource)).toContain('"destination_fqdns":"${var.alert_receiver_hosts}"');
  });
});
