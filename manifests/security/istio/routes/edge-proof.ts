import type { Chart } from 'cdk8s';
import { AuthorizationPolicy } from '../../../../imports/security.istio.io';
import { locked } from '../../../../lib/model';
import { edgeOf, istioGateway as gateway } from '../../../../lib/names';
import type { Context } from '../../../context';

/**
 * Whoever does not come through our own edge gets nothing, whatever else allows it; until the value is in the lock file
 * that is everybody. The host that the edge's monitor asks answers its one path without it.
 */
export function edgeProof(chart: Chart, { platform, cluster, names, lock }: Context): void {
  const { proof } = edgeOf(platform, cluster);
  if (!proof) return;
  const origin = names.originHost();
  new AuthorizationPolicy(chart, 'edge-proof', {
    metadata: { name: 'edge-proof', namespace: gateway.namespace },
    spec: {
      selector: { matchLabels: gateway.selector },
      action: 'DENY',
      rules: [
        {
          to: [{ operation: { notHosts: [origin, `${origin}:*`] } }],
          when: [{ key: `request.headers[${proof.header}]`, notValues: [locked(lock, cluster.name, proof.lockKey)] }],
        },
      ],
    },
  });
}
