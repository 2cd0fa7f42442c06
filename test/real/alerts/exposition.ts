/** A target that exports every metric of the table of sources, and traffic through the gateway for the objectives. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sources } from '../../manifests/metrics/all';
import { targetLabels } from '../../manifests/metrics/source';
import { metricsIn } from './promql';

/** A service behind the gateway, as rules declare its objective. */
export interface Service {
  readonly namespace: string;
  readonly service: string;
}
export interface Exposition {
  readonly port: number;
  stop(): Promise<void>;
}

type Labels = Readonly<Record<string, string>>;

/** Every second ten requests to each service; to the failing ones one of them fails. */
export const failingShare = 0.1;

/** `expressions`: every selector in them finds something. */
export async function exposition(services: readonly Service[], fails: (service: Service) => boolean, expressions: readonly string[]): Promise<Exposition> {
  const chosen = selectors(expressions);
  const began = Date.now();
  const server = createServer((_, response) => {
    const seconds = (Date.now() - began) / 1000;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(
      [...everyMetric(chosen, seconds), ...beyondTable(expressions, chosen, seconds), ...volumes, ...traffic(expressions, services, fails, seconds)].join(
        '\n',
      ) + '\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has a port
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A database of a tenant with a volume: rules read the name of one in that of the other. */
const volumes: readonly string[] = [
  ...['available', 'capacity'].map(
    (size) => `kubelet_volume_stats_${size}_bytes{job="kubelet", node="node-1", namespace="db-shop", persistentvolumeclaim="catalog-1"} 1`,
  ),
  'dbaas_database_info{job="kube-state-metrics", namespace="db-shop", tenant="shop", database="catalog", plan="small", owner="shop-team", engine="postgresql"} 1',
];

const counts = (metric: string): boolean => /_(total|count|bucket|error)$/.test(metric);

interface Selector {
  readonly metric: string;
  readonly labels: Labels;
}

/** Metrics with the labels that an expression asks for: `a="b"`, and the first word of `a=~"b|c"`. */
function selectors(expressions: readonly string[]): readonly Selector[] {
  const found = expressions.flatMap((expr) =>
    [...expr.matchAll(/([a-z][\w]*)\{([^}]*)\}/gi)].map(([, metric = '', matchers = '']): Selector => {
      const labels = [...matchers.matchAll(/(\w+)\s*=~?\s*"(\w[^"|()[\]\\]*)/g)].map(
        ([, name = '', value = '']) => [name, value.replace(/[.*+]+$/, '')] as const,
      );
      return { metric, labels: Object.fromEntries(labels) };
    }),
  );
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

function everyMetric(chosen: readonly Selector[], seconds: number): readonly string[] {
  const lines = sources.flatMap(({ jobs, target, metrics }) =>
    Object.entries(metrics).flatMap(([metric, own]) => {
      const names = [...new Set([...targetLabels[target], ...own])];
      const value = counts(metric) ? Math.round(seconds) : 1;
      return jobs.flatMap((job) => [
        ...variants(names, job).map((labels) => sample(metric, labels, value)),
        ...chosen
          .filter((each) => each.metric === metric && each.labels['job'] === undefined)
          .flatMap(({ labels }) => asked(names, job, labels).map((all) => sample(metric, all, value))),
      ]);
    }),
  );
  return [...new Set(lines)];
}

const first = (name: string, job: string): string => (name === 'job' ? job : name === 'le' ? '1' : `${name}-1`);

/** One series, and for each label one that differs in this label only: so that joins have more than one candidate. */
function variants(names: readonly string[], job: string): readonly Labels[] {
  const base = Object.fromEntries(names.map((name) => [name, first(name, job)]));
  return [base, ...names.filter((name) => name !== 'job').map((name) => ({ ...base, [name]: name === 'le' ? '+Inf' : `${name}-2` }))];
}

/** What an expression asks for, from two targets. */
const asked = (names: readonly string[], job: string, labels: Labels): readonly Labels[] => {
  const base = {
    ...Object.fromEntries(names.map((name) => [name, first(name, job)])),
    ...Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name))),
  };
  return [base, { ...base, instance: 'instance-2' }];
};

/** Of whichever gateway the expressions ask. */
const traffic = (expressions: readonly string[], services: readonly Service[], fails: (service: Service) => boolean, seconds: number): readonly string[] =>
  services.flatMap((each) => {
    const share = fails(each) ? failingShare : 0;
    const gateway = expressions.some((expr) => expr.includes(nginx)) ? throughNginx : throughIstio;
    return gateway(each, 10 * seconds * (1 - share), 10 * seconds * share);
  });

type Gateway = (service: Service, good: number, bad: number) => readonly string[];

const throughIstio: Gateway = ({ namespace, service }, good, bad) => {
  const labels = {
    ...{ job: 'ingress-gateway', namespace: 'istio-ingress', reporter: 'source', source_workload: 'ingress', source_workload_namespace: 'istio-ingress' },
    ...{ destination_service_name: service, destination_service_namespace: namespace, response_flags: '-' },
  };
  return [
    sample('istio_requests_total', { ...labels, response_code: '200' }, good),
    ...(bad > 0 ? [sample('istio_requests_total', { ...labels, response_code: '503' }, bad)] : []),
    sample('istio_request_duration_milliseconds_bucket', { ...labels, response_code: '200', le: '100' }, 0.9 * (good + bad)),
    sample('istio_request_duration_milliseconds_bucket', { ...labels, response_code: '200', le: '+Inf' }, good + bad),
  ];
};

const nginx = 'nginx_ingress_controller_upstream_server_response_latency_ms';
const throughNginx: Gateway = ({ namespace, service }, good, bad) => {
  const labels = { job: 'ingress-controller', namespace: 'nginx-ingress', resource_namespace: 'nginx-ingress', service: `${namespace}/${service}` };
  const answers = (code: string, count: number): readonly string[] => [
    sample(`${nginx}_count`, { ...labels, code }, count),
    sample(`${nginx}_bucket`, { ...labels, code, le: '100' }, 0.9 * count),
    sample(`${nginx}_bucket`, { ...labels, code, le: '+Inf' }, count),
  ];
  return [...answers('200', good), ...(bad > 0 ? answers('503', bad) : [])];
};

/** Metrics of programs that the table does not know: with the labels that expressions ask for, from two pods. */
function beyondTable(expressions: readonly string[], chosen: readonly Selector[], seconds: number): readonly string[] {
  const known = new Set(['up', ...sources.flatMap(({ metrics }) => Object.keys(metrics))]); // Prometheus itself says what is up
  const own = new Set(expressions.flatMap(metricsIn).filter((metric) => !known.has(metric) && !metric.includes(':') && !metric.startsWith(nginx)));
  return [...own].flatMap((metric) => {
    const asked = chosen.filter((each) => each.metric === metric).map(({ labels }) => labels);
    const value = counts(metric) ? Math.round(seconds) : 1;
    return (asked.length > 0 ? asked : [{}]).flatMap((labels) => ['pod-1', 'pod-2'].map((pod) => sample(metric, { pod, ...labels }, value)));
  });
}

const sample = (metric: string, labels: Labels, value: number): string =>
  `${metric}{${Object.entries(labels)
    .map(([name, text]) => `${name}="${text}"`)
    .join(',')}} ${value}`;
