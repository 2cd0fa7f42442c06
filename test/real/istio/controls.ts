/** Faults that istioctl must find, one for each kind of mistake that our generator could make: they show that it looks. */
import type { KubeObject } from '../../../lib/components';

export interface Control {
  readonly code: string;
  readonly fault: string;
  readonly objects: readonly KubeObject[];
}

const ingress = 'istio-ingress';
const object = (apiVersion: string, kind: string, name: string, spec: object, namespace = ingress): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});

const gateway = (name: string, hosts: readonly string[]): KubeObject =>
  object('networking.istio.io/v1', 'Gateway', name, {
    selector: { istio: 'ingress' },
    servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', credentialName: 'ingress' } }],
  });

const route = (name: string, spec: object): KubeObject =>
  object('networking.istio.io/v1', 'VirtualService', name, {
    hosts: ['planted.example'],
    http: [{ route: [{ destination: { host: 'planted.example' } }] }],
    ...spec,
  });

export const controls: readonly Control[] = [
  { code: 'IST0101', fault: 'a route of a gateway that does not exist', objects: [route('planted', { gateways: ['missing'] })] },
  {
    code: 'IST0132',
    fault: 'a route for a host that its gateway does not serve',
    objects: [gateway('planted', ['other.example']), route('planted', { gateways: ['planted'] })],
  },
  {
    code: 'IST0106',
    fault: 'a field of the wrong kind',
    objects: [object('security.istio.io/v1', 'RequestAuthentication', 'planted', { jwtRules: [{ issuer: '' }] })],
  },
  {
    code: 'IST0127',
    fault: 'a policy that selects no pod',
    objects: [object('security.istio.io/v1', 'AuthorizationPolicy', 'planted', { selector: { matchLabels: { app: 'nobody' } }, rules: [{}] })],
  },
  {
    code: 'IST0175',
    fault: 'no guard of the addresses that keys are fetched from',
    objects: [
      {
        ...object('apps/v1', 'Deployment', 'planted', { template: { spec: { containers: [{ name: 'discovery', image: 'planted' }] } } }, 'istio-system'),
        metadata: { name: 'planted', namespace: 'istio-system', labels: { app: 'istiod' } },
      },
    ],
  },
];
