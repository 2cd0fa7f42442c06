import { parse } from 'yaml';
import { option } from '../../../manifests/cloud/aws-azure';
import { platformOf, rendered, stub } from '../foundation/rendered';

const base = stub('base', { provides: ['crds', 'namespaces', 'certificate-controller'] });
const aws = rendered('aws-euc1', [base, ...option.components]);
const values = (name: string): unknown => parse(aws.component(name).built.values ?? '');

describe('the load balancer of the cloud layer', () => {
  it('finds the pods of the gateway by the name of its target group', () => {
    expect(aws.object('ingress-binding', 'TargetGroupBinding', 'load-balancer-https')).toMatchObject({
      metadata: { namespace: 'istio-ingress' },
      spec: { targetGroupName: 'aws-euc1-ingress-443', targetType: 'ip', serviceRef: { name: 'load-balancer-https', port: 443 } },
    });
    expect(aws.object('ingress-binding', 'TargetGroupBinding', 'load-balancer-https')).not.toHaveProperty('spec.vpcID');
  });

  it('may send traffic and health checks from its own subnets only', () => {
    expect(aws.object('ingress-binding', 'TargetGroupBinding', 'load-balancer-https')).toMatchObject({
      spec: {
        networking: {
          ingress: [
            { from: ['10.20.8.0/24', '10.20.9.0/24', '10.20.10.0/24'].map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443 }, { port: 15021 }] },
          ],
        },
      },
    });
  });

  it('has a Service for each binding, which selects the pods of the contract', () => {
    expect(aws.object('ingress-binding', 'Service', 'load-balancer-https')).toMatchObject({
      spec: { type: 'ClusterIP', selector: { app: 'ingress', istio: 'ingress' }, ports: [{ port: 443, targetPort: 443 }] },
    });
  });

  it('is served by a controller that makes no load balancers and does not ask the metadata service', () => {
    expect(values('aws-load-balancer-controller')).toMatchObject({
      clusterName: 'acme-db-aws-euc1',
      region: 'eu-central-1',
      vpcTags: { Name: 'acme-db-aws-euc1' },
      enableServiceMutatorWebhook: false,
      createIngressClassResource: false,
      enableCertManager: true,
      serviceAccount: { name: 'aws-load-balancer-controller' },
      controllerConfig: { featureGates: { EnableServiceController: false, NLBGatewayAPI: false, ALBGatewayAPI: false } },
    });
  });
});

describe('Karpenter', () => {
  it('runs on the system nodes, with the queue and the cluster of the contract', () => {
    expect(values('karpenter')).toMatchObject({
      settings: { clusterName: 'acme-db-aws-euc1', interruptionQueue: 'acme-db-aws-euc1-karpenter' },
      nodeSelector: { 'dbaas/pool': 'system' },
      controller: { env: [{ name: 'AWS_REGION', value: 'eu-central-1' }] },
    });
  });

  it('makes nodes whose metadata no pod can read, on encrypted disks, from a pinned image', () => {
    expect(aws.object('node-pools', 'EC2NodeClass', 'workload')).toMatchObject({
      spec: {
        amiSelectorTerms: [{ alias: expect.stringMatching(/^bottlerocket@v\d+\.\d+\.\d+$/) }],
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { encrypted: true } },
          { deviceName: '/dev/xvdb', ebs: { encrypted: true, volumeType: 'gp3' } },
        ],
        role: 'acme-db-aws-euc1-node',
        subnetSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'acme-db-aws-euc1' } }],
      },
    });
  });

  it('touches nodes with pods one at a time and only at night, and never by age', () => {
    expect(aws.object('node-pools', 'NodePool', 'workload')).toMatchObject({
      spec: {
        template: { spec: { expireAfter: 'Never' } },
        disruption: {
          budgets: expect.arrayContaining([
            { nodes: '0', reasons: ['Drifted', 'Underutilized'], schedule: '0 4 * * *', duration: '18h' },
            { nodes: '1', reasons: ['Drifted', 'Underutilized'] },
          ]),
        },
      },
    });
  });

  it('keeps within the families and limits of platform.yaml', () => {
    const platform = platformOf((yaml) =>
      yaml.replace(
        '      network:\n        cidr: 10.20.0.0/16',
        '      nodePools: { workload: { families: [m8i], cpuLimit: 64, memoryLimitGiB: 256 } }\n      network:\n        cidr: 10.20.0.0/16',
      ),
    );
    const pool = rendered('aws-euc1', [base, ...option.components], platform).object('node-pools', 'NodePool', 'workload');
    expect(pool).toMatchObject({
      spec: {
        limits: { cpu: '64', memory: '256Gi' },
        template: { spec: { requirements: expect.arrayContaining([{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['m8i'] }]) } },
      },
    });
  });

  it('is on AWS only', () => {
    expect(rendered('az-weu', [base, ...option.components]).components.map(({ component }) => component.name)).not.toContain('karpenter');
  });
});
