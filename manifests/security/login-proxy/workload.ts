/** The login proxy: three pods without state. */
import type { DeploymentProps } from '../../../imports/k8s';
import { resources, restrictedContainer, spread } from '../../../lib/constructs/pods';
import { digest, loginProxy, meshBypass, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';
import { configFile, folders, metricsPort, proxyFiles } from './config';
import type { LoginProxyOption, ProxyTls } from './option';

export const proxySecret = 'oauth2-proxy';

export function proxySpec(context: Context, option: LoginProxyOption): NonNullable<DeploymentProps['spec']> {
  const labels = loginProxy.pods;
  const { store, tls } = option;
  return {
    replicas: 3,
    revisionHistoryLimit: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels,
        annotations: {
          'dbaas/configuration': digest(...Object.values(proxyFiles(context, option))),
          // The session store is outside the mesh and encrypts by itself.
          ...(store.ports.length > 0 ? meshBypass(context.platform, store.ports) : {}),
        },
      },
      spec: {
        ...proxyPod,
        serviceAccountName: loginProxy.serviceAccount,
        topologySpreadConstraints: spread(labels),
        containers: [container(context, option)],
        volumes: [
          { name: 'config', configMap: { name: loginProxy.service } },
          ...(store.authoritySecret === undefined
            ? []
            : [{ name: 'session-store', secret: { secretName: store.authoritySecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }]),
          ...(tls ? tlsVolumes(tls) : []),
        ],
      },
    },
  };
}

/** What every pod with an oauth2-proxy in it has. */
export const proxyPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  priorityClassName: priorityClasses.services,
  terminationGracePeriodSeconds: 45,
  securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
} as const;

const variable = (name: string, secret: string, key: string) => ({ name: `OAUTH2_PROXY_${name}`, valueFrom: { secretKeyRef: { name: secret, key } } });

function container({ versions }: Context, option: LoginProxyOption) {
  const { store, tls } = option;
  return {
    name: 'oauth2-proxy',
    image: option.image(versions),
    ...started(tls),
    env: [
      variable('CLIENT_SECRET', proxySecret, 'client-secret'),
      variable('COOKIE_SECRET', proxySecret, 'cookie-secret'),
      ...Object.entries(store.variables).map(([name, { secret, key }]) => variable(name, secret, key)),
      ...Object.entries(store.environment ?? {}).map(([name, value]) => ({ name, value })),
    ],
    ports: ports(tls),
    resources: resources('50m', '128Mi'),
    securityContext: restrictedContainer,
    ...probes(tls),
    // Requests that are under way to a pod that leaves still find it.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    volumeMounts: [
      { name: 'config', mountPath: folders.config, readOnly: true },
      ...(store.authoritySecret === undefined ? [] : [{ name: 'session-store', mountPath: folders.authority, readOnly: true }]),
      ...(tls ? tlsMounts : []),
    ],
  };
}

export const ports = (tls: ProxyTls | undefined) => [
  tls ? { name: 'https', containerPort: tls.targetPort, protocol: 'TCP' } : { name: 'http', containerPort: loginProxy.targetPort, protocol: 'TCP' },
  { name: 'metrics', containerPort: metricsPort, protocol: 'TCP' },
];

const arguments_ = [`--config=${folders.config}/${configFile}`];
const served = '/run/oauth2-proxy/served.sha256';

/** The proxy reads its certificate at start and never again: what it read is remembered. */
export const started = (tls: ProxyTls | undefined) =>
  tls ? { command: ['/bin/sh', '-c', `sha256sum ${folders.tls}/tls.crt > ${served} && exec /bin/oauth2-proxy ${arguments_.join(' ')}`] } : { args: arguments_ };

/**
 * Half an hour after a renewal every pod has restarted, each at a moment of its own, and serves the newer certificate:
 * the one before is good for a month more.
 */
const fresh = [
  `sha256sum -s -c ${served} && exit 0`,
  `age=$(($(date +%s) - $(stat -L -c %Y ${folders.tls}/tls.crt)))`,
  'turn=$((0x$(printf %s "$HOSTNAME" | sha256sum | cut -c 1-4) % 1800))',
  '[ "$age" -lt "$turn" ]',
].join('\n');

export function probes(tls: ProxyTls | undefined) {
  const port = tls ? 'https' : 'http';
  const scheme = tls ? { scheme: 'HTTPS' } : {};
  const thresholds = { periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 };
  return {
    livenessProbe: tls
      ? { exec: { command: ['/bin/sh', '-c', `wget -q -T 2 -O /dev/null http://127.0.0.1:${metricsPort}/metrics || exit 1\n${fresh}`] }, ...thresholds }
      : { httpGet: { path: '/ping', port }, ...thresholds },
    // Asks the session store: a proxy that cannot reach it answers nobody.
    readinessProbe: { httpGet: { path: loginProxy.readyPath, port, ...scheme }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
  };
}

export const tlsVolumes = ({ secret }: ProxyTls) => [
  { name: 'tls', secret: { secretName: secret, defaultMode: 0o440 } },
  { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
];
export const tlsMounts = [
  { name: 'tls', mountPath: folders.tls, readOnly: true },
  { name: 'run', mountPath: '/run/oauth2-proxy' },
];
