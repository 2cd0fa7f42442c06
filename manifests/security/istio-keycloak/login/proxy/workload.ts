/** The login proxy: three pods without state. */
import type { DeploymentProps } from '../../../../../imports/k8s';
import { resources, restrictedContainer, spread } from '../../../../../lib/constructs/pods';
import { digest, loginProxy, priorityClasses } from '../../../../../lib/names';
import type { Context } from '../../../../context';
import { sessionStore } from '../sessions/names';
import { configFile, configFolder, proxyFiles } from './config';

export const proxySecret = 'oauth2-proxy';
export const metricsPort = 44180;

export function proxySpec(context: Context): NonNullable<DeploymentProps['spec']> {
  const labels = loginProxy.pods;
  return {
    replicas: 3,
    revisionHistoryLimit: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels,
        annotations: {
          'dbaas/configuration': digest(...Object.values(proxyFiles(context))),
          // The session store is outside the mesh and encrypts by itself.
          'traffic.sidecar.istio.io/excludeOutboundPorts': `${sessionStore.port},${sessionStore.sentinelPort}`,
        },
      },
      spec: {
        serviceAccountName: loginProxy.serviceAccount,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName: priorityClasses.services,
        terminationGracePeriodSeconds: 45,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
        topologySpreadConstraints: spread(labels),
        containers: [container(context)],
        volumes: [
          { name: 'config', configMap: { name: loginProxy.service } },
          { name: 'session-store', secret: { secretName: sessionStore.tlsSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    },
  };
}

function container({ versions }: Context) {
  const variable = (name: string, secret: string, key: string) => ({ name: `OAUTH2_PROXY_${name}`, valueFrom: { secretKeyRef: { name: secret, key } } });
  return {
    name: 'oauth2-proxy',
    image: versions.images.oauth2Proxy,
    args: [`--config=${configFolder}/${configFile}`],
    env: [
      variable('CLIENT_SECRET', proxySecret, 'client-secret'),
      variable('COOKIE_SECRET', proxySecret, 'cookie-secret'),
      variable('REDIS_PASSWORD', sessionStore.secret, 'proxy'),
      variable('REDIS_SENTINEL_PASSWORD', sessionStore.secret, 'sentinel'),
      // Ten connections to the store for each of these, which may fail as many times before the client stops trying and
      // fails at once. A failure at once is faster than the gateway's patience (login-check.ts) and costs the session:
      // so it must not come before a new primary is chosen. The client has no other setting for it.
      { name: 'GOMAXPROCS', value: '64' },
    ],
    ports: [
      { name: 'http', containerPort: loginProxy.targetPort, protocol: 'TCP' },
      { name: 'metrics', containerPort: metricsPort, protocol: 'TCP' },
    ],
    resources: resources('50m', '128Mi'),
    securityContext: restrictedContainer,
    livenessProbe: { httpGet: { path: '/ping', port: 'http' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    // Asks the session store: a proxy that cannot reach it answers nobody.
    readinessProbe: { httpGet: { path: loginProxy.readyPath, port: 'http' }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    // Requests that are under way to a pod that leaves still find it.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    volumeMounts: [
      { name: 'config', mountPath: configFolder, readOnly: true },
      { name: 'session-store', mountPath: '/etc/session-store', readOnly: true },
    ],
  };
}
