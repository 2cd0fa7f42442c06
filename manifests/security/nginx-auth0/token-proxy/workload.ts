import type { DeploymentProps } from '../../../../imports/k8s';
import { resources, restrictedContainer, spread } from '../../../../lib/constructs/pods';
import { digest } from '../../../../lib/names';
import type { Context } from '../../../context';
import { folders, toml } from '../../login-proxy/config';
import { ports, probes, proxyPod, started, tlsMounts, tlsVolumes } from '../../login-proxy/workload';
import { proxyTls, tokenProxy } from '../names';
import { tokenProxyConfig, unusedFolder } from './config';

const tls = { ...proxyTls, secret: tokenProxy.tlsSecret };

/** Generated in the cluster: oauth2-proxy does not start without them, and nobody logs in through this one. */
export const unusedSecret = 'token-proxy';

/** Three pods without state; keys of the tokens are fetched when they are needed. */
export const tokenProxySpec = (context: Context): NonNullable<DeploymentProps['spec']> => ({
  replicas: 3,
  revisionHistoryLimit: 3,
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  selector: { matchLabels: tokenProxy.pods },
  template: {
    metadata: { labels: tokenProxy.pods, annotations: { 'dbaas/configuration': digest(toml(tokenProxyConfig(context))) } },
    spec: {
      ...proxyPod,
      serviceAccountName: tokenProxy.serviceAccount,
      topologySpreadConstraints: spread(tokenProxy.pods),
      containers: [
        {
          name: 'oauth2-proxy',
          image: context.versions.images.oauth2ProxyAlpine,
          ...started(tls),
          ports: ports(tls),
          resources: resources('50m', '128Mi'),
          securityContext: restrictedContainer,
          ...probes(tls),
          lifecycle: { preStop: { sleep: { seconds: 10 } } },
          volumeMounts: [
            { name: 'config', mountPath: folders.config, readOnly: true },
            { name: 'unused', mountPath: unusedFolder, readOnly: true },
            ...tlsMounts,
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: tokenProxy.service } },
        { name: 'unused', secret: { secretName: unusedSecret, defaultMode: 0o440 } },
        ...tlsVolumes(tls),
      ],
    },
  },
});
