/**
 * Which real programs run an option, by the parts of `npm run test:real` (docs/testing.md), or why none does. An option
 * that has no row does not compile; a part that is not there fails test/bin/options.test.ts.
 */
import type { Aspect, Platform } from '../../lib/model';

export interface RealParts {
  readonly parts: readonly string[];
  /** What no part runs, and why. */
  readonly not?: string;
}

const operators = 'operators and kubelets do not run';

export const realParts: { readonly [A in Aspect]: Readonly<Record<Platform[A]['use'], RealParts>> } = {
  cloud: {
    'aws-azure': { parts: ['terraform', 'scanners', 'kubernetes'], not: 'no cloud is reached: a stand-in provider with the real arguments answers' },
    'aws-regions': { parts: ['terraform', 'kubeconform'], not: 'as aws-azure' },
    'azure-regions': { parts: ['terraform', 'kubeconform', 'scanners'], not: 'as aws-azure' },
  },
  security: {
    'nginx-auth0': { parts: ['login-nginx', 'terraform', 'prometheus', 'kubeconform'], not: 'the controller of F5 itself: no registry serves it' },
    'istio-auth0': { parts: ['prometheus', 'scanners', 'kubeconform'], not: "Auth0: nobody's tenant is at hand" },
    'istio-keycloak': { parts: ['login', 'istio', 'kubernetes'], not: operators },
  },
  delivery: {
    helm: { parts: ['helm'], not: 'Helm 3, whose flags are compared only; charts of third parties' },
    argocd: { parts: ['argocd', 'kubernetes'] },
    flux: {
      parts: ['flux', 'prometheus', 'kubeconform'],
      not: 'source-controller, of which a module is not served; helm-controller, as charts are not at hand; notification-controller',
    },
  },
  edge: {
    cloudflare: { parts: ['terraform', 'scanners'], not: 'Cloudflare itself' },
    'cloud-native': { parts: ['terraform'], not: 'no cloud is reached: a stand-in provider with the real arguments answers' },
  },
  monitoring: {
    prometheus: { parts: ['prometheus', 'alertmanager', 'thanos', 'dashboards'], not: operators },
    'cloud-native': { parts: ['terraform', 'kubeconform'], not: 'the services of AWS and Azure: no cloud is reached' },
  },
  logging: {
    loki: { parts: ['loki', 'collectors'] },
    elk: { parts: ['prometheus', 'kubeconform'], not: 'the programs of the Elastic Stack: no registry at hand serves them' },
    'cloud-native': { parts: ['prometheus', 'terraform', 'kubeconform'], not: 'the clouds themselves' },
  },
};
