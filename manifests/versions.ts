/**
 * Every chart, image and Git release that reaches a cluster, once. `renovate.json` reads the comment above each
 * entry. Dates are those of the release; facts and sources: docs/versions.md.
 */
import type { ChartPin, GitPin } from '../lib/components';

const chart = (repository: string, name: string, version: string): ChartPin => ({ repository, name, version });
const git = (repository: string, tag: string, path: string, include?: string): GitPin => ({ repository, tag, path, ...(include ? { include } : {}) });

export const versions = {
  charts: {
    // renovate: datasource=helm depName=cert-manager registryUrl=https://charts.jetstack.io (2026-07-29)
    certManager: chart('https://charts.jetstack.io', 'cert-manager', 'v1.21.1'),
    // renovate: datasource=helm depName=external-secrets registryUrl=https://charts.external-secrets.io
    externalSecrets: chart('https://charts.external-secrets.io', 'external-secrets', '2.9.0'),
    // renovate: datasource=helm depName=external-dns registryUrl=https://kubernetes-sigs.github.io/external-dns
    externalDns: chart('https://kubernetes-sigs.github.io/external-dns', 'external-dns', '1.21.1'),
    // renovate: datasource=helm depName=aws-load-balancer-controller registryUrl=https://aws.github.io/eks-charts
    awsLoadBalancerController: chart('https://aws.github.io/eks-charts', 'aws-load-balancer-controller', '3.5.0'),
    // renovate: datasource=docker depName=public.ecr.aws/karpenter/karpenter
    karpenter: chart('oci://public.ecr.aws/karpenter', 'karpenter', '1.14.1'),
    // renovate: datasource=helm depName=base registryUrl=https://istio-release.storage.googleapis.com/charts (2026-07-13)
    istioBase: chart('https://istio-release.storage.googleapis.com/charts', 'base', '1.30.3'),
    // renovate: datasource=helm depName=istiod registryUrl=https://istio-release.storage.googleapis.com/charts (2026-07-13)
    istiod: chart('https://istio-release.storage.googleapis.com/charts', 'istiod', '1.30.3'),
    // renovate: datasource=helm depName=cni registryUrl=https://istio-release.storage.googleapis.com/charts (2026-07-13)
    istioCni: chart('https://istio-release.storage.googleapis.com/charts', 'cni', '1.30.3'),
    // renovate: datasource=helm depName=gateway registryUrl=https://istio-release.storage.googleapis.com/charts (2026-07-13)
    istioGateway: chart('https://istio-release.storage.googleapis.com/charts', 'gateway', '1.30.3'),
    // renovate: datasource=docker depName=ghcr.io/nginx/charts/nginx-ingress (2026-07-16)
    nginxIngress: chart('oci://ghcr.io/nginx/charts', 'nginx-ingress', '2.6.4'),
    // renovate: datasource=helm depName=cloudnative-pg registryUrl=https://cloudnative-pg.github.io/charts
    cloudnativePg: chart('https://cloudnative-pg.github.io/charts', 'cloudnative-pg', '0.29.0'),
    // Made for the images below; charts of this name follow the plugin late.
    // renovate: datasource=helm depName=plugin-barman-cloud registryUrl=https://cloudnative-pg.github.io/charts (2026-09-05)
    barmanCloudPlugin: chart('https://cloudnative-pg.github.io/charts', 'plugin-barman-cloud', '0.8.0'),
    // renovate: datasource=helm depName=mariadb-operator registryUrl=https://mariadb-operator.github.io/mariadb-operator (2026-06)
    mariadbOperator: chart('https://mariadb-operator.github.io/mariadb-operator', 'mariadb-operator', '26.6.0'),
    // renovate: datasource=helm depName=kube-prometheus-stack registryUrl=https://prometheus-community.github.io/helm-charts
    kubePrometheusStack: chart('https://prometheus-community.github.io/helm-charts', 'kube-prometheus-stack', '88.5.3'),
    // renovate: datasource=helm depName=grafana registryUrl=https://grafana-community.github.io/helm-charts
    grafana: chart('https://grafana-community.github.io/helm-charts', 'grafana', '12.11.1'),
    // renovate: datasource=helm depName=loki registryUrl=https://grafana-community.github.io/helm-charts
    loki: chart('https://grafana-community.github.io/helm-charts', 'loki', '18.11.0'),
    // renovate: datasource=helm depName=eck-operator registryUrl=https://helm.elastic.co
    eckOperator: chart('https://helm.elastic.co', 'eck-operator', '3.5.0'),
  },
  git: {
    // renovate: datasource=github-releases depName=argoproj/argo-cd (2026-11-02)
    argocd: git('https://github.com/argoproj/argo-cd', 'v3.5.7', 'manifests/ha', 'install.yaml'),
    // The controllers of Flux v2.9.5, each at its own tag: the same versions as images.flux*.
    // renovate: datasource=github-releases depName=fluxcd/source-controller
    fluxSourceCrds: git('https://github.com/fluxcd/source-controller', 'v1.9.5', 'config/crd/bases', 'source.toolkit.fluxcd.io_*.yaml'),
    // renovate: datasource=github-releases depName=fluxcd/kustomize-controller
    fluxKustomizeCrds: git('https://github.com/fluxcd/kustomize-controller', 'v1.9.5', 'config/crd/bases', 'kustomize.toolkit.fluxcd.io_*.yaml'),
    // renovate: datasource=github-releases depName=fluxcd/helm-controller
    fluxHelmCrds: git('https://github.com/fluxcd/helm-controller', 'v1.6.4', 'config/crd/bases', 'helm.toolkit.fluxcd.io_*.yaml'),
    // renovate: datasource=github-releases depName=fluxcd/notification-controller
    fluxNotificationCrds: git('https://github.com/fluxcd/notification-controller', 'v1.9.4', 'config/crd/bases', 'notification.toolkit.fluxcd.io_*.yaml'),
    // Operator and server are released together: the same version as images.keycloak.
    // renovate: datasource=github-tags depName=keycloak/keycloak-k8s-resources
    keycloakOperator: git('https://github.com/keycloak/keycloak-k8s-resources', '26.7.3', 'kubernetes', 'kubernetes.yml'),
    // Not its manifest.yaml: in the repository that file names test images of the main branch.
    // renovate: datasource=github-releases depName=cloudnative-pg/plugin-barman-cloud (2026-09-03)
    barmanCloudCrds: git('https://github.com/cloudnative-pg/plugin-barman-cloud', 'v0.15.0', 'config/crd/bases', 'barmancloud.cnpg.io_objectstores.yaml'),
    // Custom resource definitions, each at the release of the controller that serves them.
    // renovate: datasource=github-releases depName=cert-manager/cert-manager (2026-07-29)
    certManagerCrds: git('https://github.com/cert-manager/cert-manager', 'v1.21.1', 'deploy/crds'),
    // renovate: datasource=github-releases depName=external-secrets/external-secrets
    externalSecretsCrds: git('https://github.com/external-secrets/external-secrets', 'v2.9.0', 'config/crds/bases', '*external-secrets.io_*.yaml'),
    // renovate: datasource=github-releases depName=istio/istio (2026-07-13)
    istioCrds: git('https://github.com/istio/istio', '1.30.3', 'manifests/charts/base/files', 'crd-all.gen.yaml'),
    // renovate: datasource=github-releases depName=nginx/kubernetes-ingress (2026-07-16)
    nginxIngressCrds: git('https://github.com/nginx/kubernetes-ingress', 'v5.5.4', 'config/crd/bases', 'k8s.nginx.org_*.yaml'),
    // The operator of the chart is v0.93.1; the chart's upgrade notes name the definitions of v0.93.0.
    // renovate: datasource=github-releases depName=prometheus-operator/prometheus-operator
    prometheusOperatorCrds: git('https://github.com/prometheus-operator/prometheus-operator', 'v0.93.0', 'example/prometheus-operator-crd', 'monitoring.coreos.com_*.yaml'),
    // renovate: datasource=github-releases depName=cloudnative-pg/cloudnative-pg
    cloudnativePgCrds: git('https://github.com/cloudnative-pg/cloudnative-pg', 'v1.30.0', 'config/crd/bases', 'postgresql.cnpg.io_*.yaml'),
    // renovate: datasource=github-releases depName=mariadb-operator/mariadb-operator (2026-06)
    mariadbOperatorCrds: git('https://github.com/mariadb-operator/mariadb-operator', 'v26.6.0', 'config/crd/bases', 'k8s.mariadb.com_*.yaml'),
    // renovate: datasource=github-tags depName=keycloak/keycloak-k8s-resources
    keycloakCrds: git('https://github.com/keycloak/keycloak-k8s-resources', '26.7.3', 'kubernetes', '*.k8s.keycloak.org-v1.yml'),
    // The release of the operator.
    // renovate: datasource=github-releases depName=elastic/cloud-on-k8s
    eckCrds: git('https://github.com/elastic/cloud-on-k8s', 'v3.5.0', 'config/crds/v1', 'all-crds.yaml'),
    // The release that chart external-dns 1.21.1 carries.
    // renovate: datasource=github-releases depName=kubernetes-sigs/external-dns
    externalDnsCrds: git('https://github.com/kubernetes-sigs/external-dns', 'v0.21.0', 'config/crd/standard'),
    // renovate: datasource=github-releases depName=aws/karpenter-provider-aws
    karpenterCrds: git('https://github.com/aws/karpenter-provider-aws', 'v1.14.1', 'pkg/apis/crds', 'karpenter.*.yaml'),
    // renovate: datasource=github-releases depName=kubernetes-sigs/aws-load-balancer-controller
    awsLoadBalancerControllerCrds: git('https://github.com/kubernetes-sigs/aws-load-balancer-controller', 'v3.5.0', 'config/crd/bases'),
  },
  images: {
    // The four of Flux v2.9.5 (2026-08-31).
    // renovate: datasource=docker depName=ghcr.io/fluxcd/source-controller
    fluxSourceController: 'ghcr.io/fluxcd/source-controller:v1.9.5',
    // renovate: datasource=docker depName=ghcr.io/fluxcd/kustomize-controller
    fluxKustomizeController: 'ghcr.io/fluxcd/kustomize-controller:v1.9.5',
    // renovate: datasource=docker depName=ghcr.io/fluxcd/helm-controller
    fluxHelmController: 'ghcr.io/fluxcd/helm-controller:v1.6.4',
    // renovate: datasource=docker depName=ghcr.io/fluxcd/notification-controller
    fluxNotificationController: 'ghcr.io/fluxcd/notification-controller:v1.9.4',
    // renovate: datasource=docker depName=quay.io/oauth2-proxy/oauth2-proxy (2026-06-09)
    oauth2Proxy: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
    // The same with a shell, for pods that must notice a renewed certificate: always the same version.
    // renovate: datasource=docker depName=quay.io/oauth2-proxy/oauth2-proxy (2026-06-09)
    oauth2ProxyAlpine: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3-alpine',
    // The release that chart nginx-ingress 2.6.4 carries.
    // renovate: datasource=docker depName=ghcr.io/nginx/kubernetes-ingress (2026-07-16)
    nginxIngress: 'ghcr.io/nginx/kubernetes-ingress:5.5.4',
    // renovate: datasource=docker depName=docker.io/valkey/valkey
    valkey: 'docker.io/valkey/valkey:9.1.1',
    // renovate: datasource=docker depName=docker.io/oliver006/redis_exporter
    redisExporter: 'docker.io/oliver006/redis_exporter:v1.89.0',
    // renovate: datasource=docker depName=quay.io/keycloak/keycloak
    keycloak: 'quay.io/keycloak/keycloak:26.7.3',
    // The second half of the tag is the Keycloak release whose admin client is inside; it follows the server later.
    // renovate: datasource=docker depName=docker.io/adorsys/keycloak-config-cli
    keycloakConfigCli: 'docker.io/adorsys/keycloak-config-cli:6.5.1-26.5.5',
    // renovate: datasource=docker depName=quay.io/prometheus/prometheus (2026-08-17)
    prometheus: 'quay.io/prometheus/prometheus:v3.14.0-distroless',
    // renovate: datasource=docker depName=quay.io/prometheus/alertmanager
    alertmanager: 'quay.io/prometheus/alertmanager:v0.34.0',
    // renovate: datasource=docker depName=quay.io/thanos/thanos
    thanos: 'quay.io/thanos/thanos:v0.42.4',
    // The release that chart grafana 12.11.1 carries: installs the plugins of managed Prometheus.
    // renovate: datasource=docker depName=docker.io/grafana/grafana
    grafana: 'docker.io/grafana/grafana:13.2.0',
    // renovate: datasource=docker depName=docker.io/otel/opentelemetry-collector-k8s
    otelCollector: 'docker.io/otel/opentelemetry-collector-k8s:0.160.0',
    // The same release with every component: only where the gateway signs its requests for AWS.
    // renovate: datasource=docker depName=docker.io/otel/opentelemetry-collector-contrib
    otelCollectorContrib: 'docker.io/otel/opentelemetry-collector-contrib:0.160.0',
    // The Elastic Stack: one release for all of it, the store first when it is raised (docs/runbooks/elasticsearch.md).
    // renovate: datasource=docker depName=docker.elastic.co/elasticsearch/elasticsearch
    elasticsearch: 'docker.elastic.co/elasticsearch/elasticsearch:9.4.3',
    // renovate: datasource=docker depName=docker.elastic.co/kibana/kibana
    kibana: 'docker.elastic.co/kibana/kibana:9.4.3',
    // renovate: datasource=docker depName=docker.elastic.co/logstash/logstash
    logstash: 'docker.elastic.co/logstash/logstash:9.4.3',
    // renovate: datasource=docker depName=docker.elastic.co/beats/filebeat
    filebeat: 'docker.elastic.co/beats/filebeat:9.4.3',
    // renovate: datasource=docker depName=docker.elastic.co/beats/metricbeat
    metricbeat: 'docker.elastic.co/beats/metricbeat:9.4.3',
    // renovate: datasource=docker depName=quay.io/prometheuscommunity/elasticsearch-exporter
    elasticsearchExporter: 'quay.io/prometheuscommunity/elasticsearch-exporter:v1.11.0',
    // renovate: datasource=docker depName=quay.io/prometheuscommunity/json-exporter
    jsonExporter: 'quay.io/prometheuscommunity/json-exporter:v0.7.0',
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/plugin-barman-cloud (2026-09-03)
    barmanCloudPlugin: 'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.15.0',
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar (2026-09-03)
    barmanCloudSidecar: 'ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.15.0',
    // A new minor release restarts every database, one instance at a time.
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql (2026-08)
    postgresql: 'ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie',
    // Of the catalogs of 2026-08-17, for databases of tenants that are of an older version.
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
    postgresql17: 'ghcr.io/cloudnative-pg/postgresql:17.11-standard-trixie',
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
    postgresql16: 'ghcr.io/cloudnative-pg/postgresql:16.15-standard-trixie',
    // Raising it restarts every MariaDB with its agent: an instance at a time, or in the window of the database.
    // renovate: datasource=docker depName=ghcr.io/mariadb-operator/mariadb-operator (2026-06)
    mariadbOperator: 'ghcr.io/mariadb-operator/mariadb-operator:26.6.0',
    // The long-term release that operator 26.6.0 is made for.
    // renovate: datasource=docker depName=docker.io/library/mariadb
    mariadb: 'docker.io/library/mariadb:11.8.8',
    // The default of the operator, which asks it for one instance after the other.
    // renovate: datasource=docker depName=docker.io/prom/mysqld-exporter
    mysqldExporter: 'docker.io/prom/mysqld-exporter:v0.15.1',
    // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/pgbouncer (default of the operator)
    pgbouncer: 'ghcr.io/cloudnative-pg/pgbouncer:1.25.1',
  },
  /** Data sources that Grafana does not carry, by id; pages below https://grafana.com/grafana/plugins. */
  grafanaPlugins: {
    // Needs Grafana 11.5 or newer.
    'grafana-amazonprometheus-datasource': '3.3.5',
    // Needs Grafana 12.2.5 or newer.
    'grafana-azureprometheus-datasource': '1.0.11',
  },
  machineImages: {
    // Has variants for Kubernetes 1.35 (since 1.53.0) and 1.36 (since 1.61.0). Raising it renews every autoscaled node in the night.
    // renovate: datasource=github-releases depName=bottlerocket-os/bottlerocket
    bottlerocket: 'bottlerocket@v1.64.0',
  },
} as const;
export type Versions = typeof versions;
