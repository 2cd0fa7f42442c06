/** A valid input in which every setting is written that a broken one wants to edit. */
export const baseText = `# comment
version: 1
name: acme-db
domain: acme-db.example
owner:
  team: data-platform
  email: data-platform@acme.example
  costCenter: cc-4711
cloud:
  use: aws-azure
  kubernetesVersion: "1.36"
  aws:
    accountId: "111122223333"
    adminRoles: [platform-admin]
  azure:
    subscriptionId: 3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10
    tenantId: 8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601
    adminGroupIds: [5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5]
  ci:
    githubRepository: acme/dbaas-platform
  clusters:
    - name: aws-euc1
      provider: aws
      region: eu-central-1
      network:
        cidr: 10.20.0.0/16
        services: 172.20.0.0/16
      nodePools:
        system: { instanceTypes: [m7i.large], min: 3, max: 6 }
        workload: { families: [m7i, r7i], cpuLimit: 128, memoryLimitGiB: 512 }
    - name: az-weu
      provider: azure
      region: westeurope
      network:
        cidr: 10.40.0.0/16
        pods: 10.128.0.0/14
        services: 172.21.0.0/16
        egress: firewall
      nodePools:
        workload: { vmSize: Standard_D8ds_v5, min: 1, max: 6 }
security:
  use: istio-keycloak
  realm: acme
  roles: { admin: platform-admin, viewer: platform-viewer }
  activeCluster: aws-euc1
  sessionHours: 10
  idleMinutes: 30
  trustDomain: mesh.acme-db.example
  meshes: separate
  smtp:
    host: smtp.acme.example
    port: 587
    from: no-reply@acme.example
delivery:
  use: argocd
  repository: https://github.com/acme/dbaas-platform
  branch: main
  path: dist
  access: github-app
  topology: per-cluster
edge:
  use: cloudflare
  accountId: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
  zone:
    id: 9a8b7c6d5e4f30211203f4e5d6c7b8a9
    name: acme-db.example
  plan: business
  addOns: [load-balancing]
  access:
    teamName: acme
    emailDomains: [acme.example]
    sessionHours: 12
  loginRequestsPerMinute: 20
monitoring:
  use: prometheus
  scrapeIntervalSeconds: 30
  localRetentionHours: 120
  storageGiB: 100
  retention: { rawDays: 30, fiveMinuteDays: 90, oneHourDays: 365 }
  alerts:
    critical: { type: pagerduty }
    warning: { type: slack, channel: "#alerts" }
  availabilityPercent: 99.9
logging:
  use: loki
  retentionDays: 31
  storageGiB: 20
  ingestionMBPerSecond: 10
  auditRetentionDays: 365
workloads:
  - name: console
    image: ghcr.io/acme/console:2.3.1
    port: 8080
    host: console.acme-db.example
    clusters: [aws-euc1, az-weu]
    replicas: { min: 3, max: 10 }
    resources: { cpu: 250m, memory: 512Mi }
    health: { path: /healthz }
    access:
      kind: login
      roles: [platform-admin, database-owner]
  - name: api
    image: ghcr.io/acme/api:2.3.1
    host: api.acme-db.example
    access:
      kind: token
      audience: dbaas-api
      permissions:
        - { name: "databases:read", methods: [GET, HEAD], paths: ["/v1/*"] }
        - { name: "databases:write", methods: [POST], paths: ["/v1/databases"] }
databases: []
`;
