/**
 * Resource modules that the tables hold beside those that infra/ imports, so that adding one of them to a stack
 * needs no new tables. Names are the folders below `@cdktf/provider-x/lib`.
 */
import type { PackagedTable } from './table';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const margin: Readonly<Record<PackagedTable, readonly string[]>> = {
  aws: words(`
    provider
    autoscaling-group-tag backup-plan backup-selection backup-vault backup-vault-lock-configuration backup-vault-policy budgets-budget
    cloudtrail cloudwatch-event-rule cloudwatch-event-target cloudwatch-log-data-protection-policy cloudwatch-log-group
    cloudwatch-log-index-policy cloudwatch-log-metric-filter cloudwatch-log-stream cloudwatch-metric-alarm cloudwatch-query-definition
    default-network-acl default-security-group ebs-encryption-by-default ec2-managed-prefix-list eip
    eks-access-entry eks-access-policy-association eks-addon eks-cluster eks-node-group eks-pod-identity-association
    flow-log guardduty-detector iam-account-password-policy iam-instance-profile iam-openid-connect-provider iam-policy iam-role
    iam-role-policies-exclusive iam-role-policy iam-role-policy-attachment iam-service-linked-role internet-gateway
    kms-alias kms-key kms-key-policy launch-template lb lb-listener lb-target-group nat-gateway
    network-acl network-acl-rule networkfirewall-firewall networkfirewall-firewall-policy networkfirewall-logging-configuration networkfirewall-rule-group
    prometheus-workspace route route-table route-table-association route53-health-check route53-query-log route53-record route53-resolver-query-log-config
    route53-resolver-query-log-config-association route53-zone
    s3-account-public-access-block s3-bucket s3-bucket-lifecycle-configuration s3-bucket-logging s3-bucket-notification
    s3-bucket-object-lock-configuration s3-bucket-ownership-controls s3-bucket-policy s3-bucket-public-access-block
    s3-bucket-replication-configuration s3-bucket-server-side-encryption-configuration s3-bucket-versioning
    secretsmanager-secret secretsmanager-secret-policy secretsmanager-secret-version security-group sns-topic sns-topic-policy sns-topic-subscription
    sqs-queue sqs-queue-policy ssm-parameter subnet vpc vpc-dhcp-options vpc-dhcp-options-association vpc-endpoint
    vpc-security-group-egress-rule vpc-security-group-ingress-rule
    wafv2-ip-set wafv2-web-acl wafv2-web-acl-association wafv2-web-acl-logging-configuration
    data-aws-availability-zones data-aws-caller-identity data-aws-ec2-managed-prefix-list data-aws-eks-addon-version data-aws-eks-cluster
    data-aws-iam-policy-document data-aws-kms-alias data-aws-lb data-aws-lb-target-group data-aws-nat-gateway data-aws-partition data-aws-region data-aws-ssm-parameter
  `),
  azurerm: words(`
    provider
    application-insights application-security-group consumption-budget-resource-group consumption-budget-subscription
    cdn-frontdoor-custom-domain cdn-frontdoor-custom-domain-association cdn-frontdoor-endpoint cdn-frontdoor-firewall-policy cdn-frontdoor-origin
    cdn-frontdoor-origin-group cdn-frontdoor-profile cdn-frontdoor-route cdn-frontdoor-security-policy traffic-manager-external-endpoint traffic-manager-profile
    container-registry data-protection-backup-instance-blob-storage data-protection-backup-policy-blob-storage data-protection-backup-vault
    disk-encryption-set dns-zone federated-identity-credential firewall firewall-policy firewall-policy-rule-collection-group
    key-vault key-vault-access-policy key-vault-key key-vault-secret kubernetes-cluster kubernetes-cluster-extension kubernetes-cluster-node-pool
    lb log-analytics-saved-search log-analytics-workspace log-analytics-workspace-table log-analytics-workspace-table-custom-log maintenance-configuration management-lock monitor-action-group monitor-activity-log-alert
    monitor-data-collection-endpoint monitor-data-collection-rule monitor-data-collection-rule-association monitor-diagnostic-setting monitor-metric-alert monitor-private-link-scope
    monitor-private-link-scoped-service monitor-scheduled-query-rules-alert-v2 monitor-workspace
    nat-gateway nat-gateway-public-ip-association nat-gateway-public-ip-prefix-association network-security-group network-security-rule network-watcher network-watcher-flow-log
    private-dns-a-record private-dns-zone private-dns-zone-virtual-network-link private-endpoint public-ip public-ip-prefix
    resource-group role-assignment role-definition route route-table
    storage-account storage-account-customer-managed-key storage-account-network-rules storage-account-queue-properties
    storage-container storage-container-immutability-policy storage-management-policy storage-object-replication
    subnet subnet-nat-gateway-association subnet-network-security-group-association subnet-route-table-association user-assigned-identity
    virtual-network virtual-network-dns-servers
    data-azurerm-client-config data-azurerm-key-vault data-azurerm-key-vault-key data-azurerm-kubernetes-cluster data-azurerm-resource-group data-azurerm-subscription data-azurerm-user-assigned-identity
  `),
  cloudflare: words(`
    provider
    authenticated-origin-pulls authenticated-origin-pulls-certificate authenticated-origin-pulls-settings bot-management certificate-pack
    dns-record hostname-tls-setting leaked-credential-check list load-balancer load-balancer-monitor load-balancer-pool managed-transforms
    notification-policy notification-policy-webhooks ruleset tiered-cache total-tls universal-ssl-setting url-normalization-settings
    zero-trust-access-application zero-trust-access-policy zero-trust-access-service-token zero-trust-access-identity-provider zero-trust-access-short-lived-certificate zero-trust-organization
    zone zone-dns-settings zone-dnssec zone-hold zone-setting
    data-cloudflare-ip-ranges data-cloudflare-zone data-cloudflare-rulesets
  `),
};
