/** Reads the configuration of an oauth2-proxy back: every line is `key = value` with a value that TOML and JSON write alike. */
import type { KubeObject } from '../../../lib/components';

export function configurationOf(configMap: KubeObject): Readonly<Record<string, unknown>> {
  const data = configMap['data'] as Readonly<Record<string, string>>; // a ConfigMap's data
  return Object.fromEntries(
    (data['oauth2-proxy.cfg'] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, key = '', value = ''] = /^([a-z0-9_]+) = (.+)$/.exec(line) ?? [];
        return [key, JSON.parse(value) as unknown];
      }),
  );
}
