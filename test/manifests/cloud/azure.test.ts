import { option } from '../../../manifests/cloud/aws-azure';
import { platformOf, rendered, stub } from '../foundation/rendered';

const base = stub('base', { provides: ['namespaces'] });
const natGateway = platformOf((yaml) => yaml.replace('services: 172.21.0.0/16', 'services: 172.21.0.0/16\n        egress: nat-gateway'));

describe('the load balancer of AKS', () => {
  it('has the address that the firewall forwards to and takes traffic from the firewall only', () => {
    const service = rendered('az-weu', [base, ...option.components]).object('ingress-binding', 'Service', 'load-balancer-https');
    expect(service).toMatchObject({
      metadata: {
        namespace: 'istio-ingress',
        annotations: {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          'service.beta.kubernetes.io/azure-load-balancer-internal-subnet': 'ingress',
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.40.1.10',
        },
      },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: ['10.40.0.0/24'],
        selector: { app: 'ingress', istio: 'ingress' },
      },
    });
  });

  it('takes the public address of the network stack without a firewall, and only the edge may use it', () => {
    const service = rendered('az-weu', [base, ...option.components], natGateway).object('ingress-binding', 'Service', 'load-balancer-https');
    expect(service.metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/azure-pip-name': 'pip-az-weu-ingress',
      'service.beta.kubernetes.io/azure-load-balancer-resource-group': 'rg-acme-db-az-weu-network',
    });
    expect(service.metadata.annotations).not.toHaveProperty(['service.beta.kubernetes.io/azure-load-balancer-internal']);
    expect(service).toMatchObject({ spec: { loadBalancerSourceRanges: expect.arrayContaining(['104.16.0.0/13']) } });
  });

  it('stands before the gateway', () => {
    expect(rendered('az-weu', [base, ...option.components]).component('ingress-binding').component).toMatchObject({
      needs: ['namespaces'],
      provides: ['load-balancer-targets'],
    });
  });
});
