/**
 * What a component asks of the rest of the platform without knowing who answers. Intents are plain data: the
 * chosen options read all of them in the second pass and answer with objects of their own.
 */
import type { Access } from '../model';
import type { LogDialect, LogSearch } from './log-search';

/** Pods that send or receive; `pods` narrows a namespace down to some of its pods. */
export interface PodPeer {
  readonly namespace: string;
  /** Labels of the pods. @default - every pod of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** Service account of the pods; with it the mesh checks the caller's certificate, not only its address. */
  readonly serviceAccount?: string;
  /** Whether the pods have a mesh sidecar; false for those that opt out in a namespace of the mesh, such as databases. @default - as their namespace */
  readonly sidecar?: boolean;
}
/** Something that is not a pod. */
export type OutsidePeer =
  | { readonly outside: 'internet' } // public addresses, private ranges excluded
  | { readonly outside: 'api-server' } // the Kubernetes API
  | { readonly outside: 'nodes' } // kubelet and host network of the cluster's own nodes
  | { readonly outside: 'load-balancer' } // addresses from which the cloud's load balancer sends
  | { readonly outside: 'private-endpoints' } // cloud services inside the cluster's network (VPC, VNet)
  | { readonly outside: 'tenants' } // databases of any tenant, in namespaces that come and go without anybody else's change
  | { readonly outside: 'cidrs'; readonly cidrs: readonly string[] };
export type Peer = PodPeer | OutsidePeer;
/** Databases of all tenants, whoever they are: nothing that names it changes with them. */
export type AllTenants = Extract<OutsidePeer, { readonly outside: 'tenants' }>;

export interface FlowPort {
  /** Port of the receiving container. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

export interface Intents {
  /** A namespace, with its Pod Security level, mesh membership and quota. One component per namespace states it. */
  namespaces: {
    readonly name: string;
    readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
    /** Whether pods get a mesh sidecar unless they opt out. @default false */
    readonly mesh?: boolean;
    /** Upper bound of everything in the namespace. */
    readonly quota: { readonly pods: number; readonly cpu: string; readonly memory: string; readonly storageGiB?: number };
    /** Whether the cloud's load balancer reaches pods in it. @default - where the gateway and the metrics for other clusters are */
    readonly exposed?: boolean;
    /** Further labels. Owner, Pod Security and mesh labels come by themselves. */
    readonly labels?: Readonly<Record<string, string>>;
    /** Deleting it deletes data: protected against pruning and deletion. @default false */
    readonly holdsData?: boolean;
  };
  /** A connection that must work. Everything else is closed: network policies on both sides and mesh authorisation follow. */
  flows: {
    readonly from: Peer;
    readonly to: Peer;
    readonly ports: readonly FlowPort[];
    /** What it is for, in a few words; ends up beside the rule. */
    readonly why: string;
  };
  /** Hosts outside the platform that pods call: opened in the network policy and, in the mesh, registered. */
  egressHosts: {
    readonly from: PodPeer;
    readonly hosts: readonly string[];
    /** @default 443 */
    readonly port?: number;
    /** @default 'TLS' */
    readonly protocol?: 'TLS' | 'HTTPS' | 'TCP';
    readonly why: string;
  };
  /** An HTTP service that people or programs reach from outside, under an access rule. */
  endpoints: {
    /** Short stable id, part of object names. */
    readonly id: string;
    readonly title: string;
    readonly host: string;
    readonly service: {
      readonly namespace: string;
      readonly name: string;
      readonly port: number;
      readonly pods: Readonly<Record<string, string>>;
      readonly targetPort: number;
    };
    readonly access: Access;
    /** Who logs the user in: the platform in front of the service (`proxy`), or the service itself by OIDC (`self`). @default 'proxy' */
    readonly login?: 'proxy' | 'self';
    /** Only these path prefixes are routed. @default - every path */
    readonly paths?: readonly string[];
    /** Seconds until a request is given up; 0 = never (streams). @default 15 */
    readonly timeoutSeconds?: number;
    /** Path that answers without login, for probes of the edge. @default - none */
    readonly healthPath?: string;
  };
  /** A client of the identity provider. */
  oidcClients: {
    readonly clientId: string;
    readonly title: string;
    /** public: browser or CLI with PKCE, no secret. confidential: has a secret. service: token by client credentials only. audience: receives tokens, asks for none. */
    readonly kind: 'public' | 'confidential' | 'service' | 'audience';
    /** Exact URIs; no wildcards. */
    readonly redirectUris: readonly string[];
    readonly postLogoutRedirectUris?: readonly string[];
    /** Realm roles that may appear in its tokens. */
    readonly roles: readonly string[];
    /** Permissions (client roles) that it defines, for kind `audience`. */
    readonly permissions?: readonly string[];
    /** Id of the secret in the name contract that holds the client secret (key `client-secret`). Needed for confidential and service. */
    readonly secretId?: string;
  };
  /** A Secret that must exist in a namespace; values come from the secret store or are generated in the cluster. */
  secrets: {
    readonly namespace: string;
    readonly name: string;
    /** Key of the Secret -> where its value comes from. */
    readonly keys: Readonly<Record<string, SecretValue>>;
    /** @default 'Opaque' */
    readonly type?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** Rendered by the store option with the keys above as variables: key -> Go template. @default - the keys as they are */
    readonly template?: Readonly<Record<string, string>>;
  };
  /** Where metrics are to be scraped. */
  scrapes: {
    readonly name: string;
    /** Namespace of the targets, or the namespaces of all tenants. */
    readonly namespace: string | AllTenants;
    /** service: through a Service. pods: the pods themselves. */
    readonly kind: 'service' | 'pods';
    readonly selector: Readonly<Record<string, string>>;
    /** Name of the port (services: of the Service port; pods: of the container port), or its number. */
    readonly port: string | number;
    /** Port number of the container, for the network policy. */
    readonly targetPort: number;
    /** @default '/metrics' */
    readonly path?: string;
    /** @default 'http' */
    readonly scheme?: 'http' | 'https';
    /** Accept the pod's own certificate without checking it (loopback-signed exporters only). @default false */
    readonly insecureTls?: boolean;
    /** @default false */
    readonly honorLabels?: boolean;
    /** Metric names to keep, where an exporter has many times more than anybody asks for. @default - all */
    readonly keepMetrics?: readonly string[];
    /** Metric names to drop, as a regular expression. */
    readonly dropMetrics?: string;
    /** Labels to drop, as a regular expression: those that say what the platform's own labels already say. @default - none */
    readonly dropLabels?: string;
    /** Label of each series -> label of the pod that it is copied from. @default - none */
    readonly podLabels?: Readonly<Record<string, string>>;
    /** Query of the request, for exporters that are asked about something else. @default - none */
    readonly params?: Readonly<Record<string, readonly string[]>>;
    /**
     * An exporter that answers for the selected pods, with one request for each of them. `${pod}`, `${namespace}` and
     * `${instance}` (the pod's `app.kubernetes.io/instance`) stand for those of the pod; `targetPort` is the exporter's. @default - the pods answer
     */
    readonly askedAt?: {
      /** Host and port of the exporter. */
      readonly address: string;
      /** Parameter `target` of the request: host and port of the pod. */
      readonly target: string;
    };
    /** The exporter wants the scraper's own service account token. @default false */
    readonly serviceAccountToken?: boolean;
    /** Whether the pods have a mesh sidecar; false for those that opted out of the mesh, such as databases. @default - as their namespace */
    readonly sidecar?: boolean;
  };
  /** Fields of custom objects as a metric: one series per object, with label `customresource_kind`. */
  objectStates: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    /** Plural, for the right to read them. */
    readonly resource: string;
    readonly metric: string;
    /** Label -> path of a field; `[type=Ready]` picks an item of a list. */
    readonly labels: Readonly<Record<string, readonly string[]>>;
    /** Path of a field that is a number, or a time (in seconds since 1970): objects without it have no series. @default - 1 for each object */
    readonly value?: readonly string[];
  };
  /** Alerts and recordings of one topic. */
  rules: {
    readonly group: string;
    /** @default '30s' */
    readonly interval?: string;
    readonly alerts?: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for?: string;
      /** critical pages somebody, warning writes a ticket, none is for machines. */
      readonly severity: 'critical' | 'warning' | 'none';
      /** One line: what is wrong, with labels as {{ $labels.x }}. */
      readonly summary: string;
      /** What it means and the first thing to do. */
      readonly description: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
    readonly recordings?: readonly { readonly record: string; readonly expr: string; readonly labels?: Readonly<Record<string, string>> }[];
  };
  /** A dashboard, in terms that every monitoring option can draw. */
  dashboards: Dashboard;
  /**
   * How a namespace joins the mesh. The option that brings a mesh states it once; the owner of namespaces puts the
   * labels on each namespace with `mesh: true` and opens the connections for all of its pods.
   */
  meshes: {
    /** Labels of a namespace whose pods join. */
    readonly namespaceLabels: Readonly<Record<string, string>>;
    /** Labels of every other namespace: it stays outside on purpose. */
    readonly outsiderLabels: Readonly<Record<string, string>>;
    /** Where every pod of the mesh connects to: its control plane. */
    readonly memberEgress: readonly { readonly to: Peer; readonly ports: readonly FlowPort[]; readonly why: string }[];
  };
  /** Pods that collect metrics: every `scrapes` target is opened for them, on both sides. */
  scrapers: { readonly from: PodPeer };
  /** Something besides metrics that dashboards can ask. Who offers it also states the flow from `dashboardViewer` (lib/names). */
  datasources: {
    /** One of `dataSources` (lib/names), or another stable id. */
    readonly uid: string;
    readonly title: string;
    /** Type in Grafana's terms: loki, elasticsearch, cloudwatch … */
    readonly type: string;
    /** Address inside the cluster. */
    readonly url: string;
    /** Settings in Grafana's terms (`jsonData`). No secrets. */
    readonly settings?: Readonly<Record<string, unknown>>;
    /** HTTP headers of every request, such as the tenant. No secrets. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Who asks it: the password is in a Secret beside `dashboardViewer`. @default - anybody may ask */
    readonly login?: { readonly user: string; readonly secret: string; readonly key: string };
    /** Secret beside `dashboardViewer` whose key `ca.crt` is the authority of its certificate. @default - no TLS, or a public authority */
    readonly authority?: string;
    /** How it is asked for lines, where it keeps logs. Dashboards ask the one with uid `dataSources.logs`. */
    readonly logs?: LogDialect;
  };
  /** Built-in kinds whose state becomes metrics, in the terms of kube-state-metrics, beside those that everybody needs. */
  kindStates: { readonly kind: 'leases' };
  /** Whose logs are kept apart from the rest. */
  logTenants: { readonly namespace: string; readonly tenant: string };
}

export type SecretValue =
  | {
      readonly from: 'store';
      /** Id in the name contract (lib/names/secrets.ts). */ readonly id: string;
      /** Property of the stored JSON. */ readonly property: string;
    }
  | { readonly from: 'generated'; /** Characters. */ readonly length: number; /** @default 'alphanumeric' */ readonly alphabet?: 'alphanumeric' | 'hex' }
  | { readonly from: 'literal'; /** Not a secret: a user name, a host. */ readonly value: string };

export interface Dashboard {
  /** Stable for ever: links point to it. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
  readonly description: string;
  /** Extra template variables besides `cluster`. */
  readonly variables?: readonly { readonly name: string; readonly label: string; readonly query: string }[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}
export type Panel = MetricsPanel | LogsPanel;

interface PanelPlace {
  readonly title: string;
  readonly description?: string;
  /** Columns of 24. @default 12 */
  readonly width?: 4 | 6 | 8 | 12 | 24;
}
export interface MetricsPanel extends PanelPlace {
  readonly type: 'timeseries' | 'stat' | 'table';
  /** PromQL; `$cluster` and the dashboard's variables may be used. */
  readonly queries: readonly { readonly expr: string; readonly legend?: string }[];
  /** Unit in Grafana's terms: s, ms, bytes, percentunit, reqps, short … @default 'short' */
  readonly unit?: string;
  /** Values from which the panel turns orange, red. */
  readonly thresholds?: { readonly warning?: number; readonly critical?: number };
}
/** Lines of the clusters that are chosen, newest first. */
export interface LogsPanel extends PanelPlace {
  readonly type: 'logs';
  readonly search: LogSearch;
}

export type IntentKind = keyof Intents;
export const intentKinds = [
  'namespaces',
  'flows',
  'egressHosts',
  'endpoints',
  'oidcClients',
  'secrets',
  'scrapes',
  'objectStates',
  'rules',
  'dashboards',
  'meshes',
  'scrapers',
  'datasources',
  'kindStates',
  'logTenants',
] as const satisfies readonly IntentKind[];
