/**
 * What people and programs get when the gateway refuses them. Envoy's own answer to both is 403 and three words of plain
 * text. This changes answers after the decision and never the decision: if a release of Istio took the patch away,
 * refusals would be plain again, and nothing would be open.
 */
import type { Chart } from 'cdk8s';
import { EnvoyFilter } from '../../../../imports/networking.istio.io';
import { istioGateway as gateway } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { Endpoint } from '../../gateway/endpoint';
import { noRolePage } from '../../login-proxy/pages';

const connectionManager = 'envoy.filters.network.http_connection_manager';

/** Istio has no field for it: only Envoy's configuration says how a gateway words its answers. */
export function refusals(chart: Chart, endpoints: readonly Endpoint[], context: Context): void {
  const hostsOf = (kind: string) => endpoints.filter(({ access }) => access.kind === kind).map(({ host }) => host);
  const mappers = [...bearerWanted(hostsOf('token')), ...pageForPeople(hostsOf('login'), context)];
  if (mappers.length === 0) return;
  new EnvoyFilter(chart, 'refusals', {
    metadata: { name: 'refusals', namespace: gateway.namespace },
    spec: {
      workloadSelector: { labels: gateway.selector },
      configPatches: [
        {
          applyTo: 'NETWORK_FILTER',
          match: { context: 'GATEWAY', listener: { filterChain: { filter: { name: connectionManager } } } },
          patch: {
            operation: 'MERGE',
            value: {
              typed_config: {
                '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                local_reply_config: { mappers },
              },
            },
          },
        },
      ],
    },
  });
}

/** A program without a bearer token is told so (RFC 6750); only a token without the permission is 403. */
const bearerWanted = (hosts: readonly string[]): readonly object[] =>
  hosts.length === 0
    ? []
    : [
        {
          filter: all(refused, onHosts(hosts), {
            header_filter: { header: { name: 'authorization', string_match: { prefix: 'Bearer ' }, invert_match: true, treat_missing_header_as_empty: true } },
          }),
          status_code: 401,
          headers_to_add: [{ header: { key: 'www-authenticate', value: 'Bearer' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' }],
        },
      ];

/** A person who is logged in and has no role of the host. */
const pageForPeople = (hosts: readonly string[], context: Context): readonly object[] =>
  hosts.length === 0
    ? []
    : [
        {
          filter: all(refused, onHosts(hosts), { header_filter: { header: { name: 'accept', string_match: { contains: 'text/html' } } } }),
          headers_to_add: [{ header: { key: 'cache-control', value: 'no-store' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' }],
          // A percent sign would start one of Envoy's own variables.
          body_format_override: { content_type: 'text/html; charset=utf-8', text_format_source: { inline_string: noRolePage(context).replaceAll('%', '%%') } },
        },
      ];

const all = (...filters: readonly object[]): object => ({ and_filter: { filters } });
const refused = { status_code_filter: { comparison: { op: 'EQ', value: { default_value: 403, runtime_key: 'refusals.status' } } } };
const onHosts = (hosts: readonly string[]): object => ({
  header_filter: {
    header: {
      name: ':authority',
      string_match: {
        safe_regex: {
          regex: `(${[...hosts]
            .sort()
            .map((host) => host.replaceAll('.', '\\.'))
            .join('|')})(:[0-9]+)?`,
        },
      },
    },
  },
});
