import type { Chart } from 'cdk8s';
import { Telemetry } from '../../../../imports/telemetry.istio.io';
import { istioGateway as gateway, namespaces } from '../../../../lib/names';
import { accessLogProvider } from '../istiod/mesh-config';

/** Between pods only what went wrong is logged; metrics count the rest. At the gateway every request is logged. */
export function accessLogs(chart: Chart): void {
  const providers = [{ name: accessLogProvider }];
  new Telemetry(chart, 'mesh-default', {
    metadata: { name: 'mesh-default', namespace: namespaces.mesh },
    spec: { accessLogging: [{ providers, filter: { expression: 'response.code >= 400' } }] },
  });
  new Telemetry(chart, 'gateway-access-log', { metadata: { name: 'access-log', namespace: gateway.namespace }, spec: { accessLogging: [{ providers }] } });
}
