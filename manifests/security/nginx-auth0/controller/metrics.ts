/** Metrics of the controller, under the label names that every part of the monitoring uses. */
import { nginxGateway } from '../../../../lib/names';

const latency = 'nginx_ingress_controller_upstream_server_response_latency_ms';
const from = (more: string) => `{resource_namespace="${nginxGateway.namespace}"${more}}`;

/** Answers of applications. What NGINX answers by itself is in no metric: only its log has it. */
export const answers = (more = ''): string => `${latency}_count${from(more)}`;
export const durations = (more = ''): string => `${latency}_bucket${from(more)}`;

/** The label `service` is `<namespace>/<Service>`. */
export const byService = (expr: string, further = ''): string =>
  `sum by (namespace, service${further}) (label_replace(label_replace(${expr}, "namespace", "$1", "service", "(.+)/.+"), "service", "$1", "service", ".+/(.+)"))`;
