import type { Chart } from 'cdk8s';
import { VirtualService, type VirtualServiceProps } from '../../../../imports/networking.istio.io';
import { istioGateway as gateway } from '../../../../lib/names';
import type { Endpoint } from '../../gateway/endpoint';
import { entranceName } from './listener';

export type Route = NonNullable<NonNullable<VirtualServiceProps['spec']>['http']>[number];

/** Failures in which the request never reached the application: safe to try again, whatever the method. */
const retries = { attempts: 2, retryOn: 'connect-failure,refused-stream,reset-before-request' } as const;

/** Path prefixes as Istio matches them: `/v1` means /v1 and what is below it, never /v1beta. */
export const pathMatches = (paths: readonly string[]): readonly { readonly uri: { readonly exact?: string; readonly prefix?: string } }[] =>
  paths.flatMap((path) => (path.endsWith('/') ? [{ uri: { prefix: path } }] : [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }]));

/** The same in the terms of an AuthorizationPolicy. */
export const pathPatterns = (paths: readonly string[]): readonly string[] => paths.flatMap((path) => (path.endsWith('/') ? [`${path}*`] : [path, `${path}/*`]));

export const serviceRoute = (service: { readonly namespace: string; readonly service: string; readonly port: number }): Pick<Route, 'route'> => ({
  route: [{ destination: { host: `${service.service}.${service.namespace}.svc.cluster.local`, port: { number: service.port } } }],
});

/** Requests of an endpoint to its service, without the headers that nobody outside may set. */
export const applicationRoute = ({ paths, service, timeoutSeconds = 15 }: Endpoint, forged: readonly string[]): Route => ({
  name: 'application',
  ...(paths ? { match: pathMatches(paths) } : {}),
  headers: { request: { remove: forged } },
  ...serviceRoute({ namespace: service.namespace, service: service.name, port: service.port }),
  // Without the field a request may take for ever; '0s' says the same and the definition refuses it.
  ...(timeoutSeconds === 0 ? {} : { timeout: `${timeoutSeconds}s` }),
  retries,
});

/** Routes of one host. Invisible outside the gateway's namespace. */
export const hostRoutes = (chart: Chart, { id, host, http }: { readonly id: string; readonly host: string; readonly http: readonly Route[] }): VirtualService =>
  new VirtualService(chart, `${id}-routes`, {
    metadata: { name: id, namespace: gateway.namespace },
    spec: { hosts: [host], gateways: [entranceName], exportTo: ['.'], http },
  });
