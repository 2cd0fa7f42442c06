/** What checkov reports beyond that about edge and logs of the clouds themselves, and we accept. */
import type { Waiver } from '../waiver';

export const checkovCloudNative: readonly Waiver[] = [
  {
    id: 'CKV2_AWS_23',
    resource: ['aws_route53_record.host_*', 'aws_route53_record.origin_*'],
    why: 'Names of load balancers that stand in the stacks of the clusters: a plan of this stack sees what their state says, and not the resource.',
    dropWhen: 'The check reads the states of other stacks.',
  },
  {
    id: 'CKV2_AWS_62',
    resource: 'aws_s3_bucket.edge_logs',
    why: 'Access logs are read when somebody asks; nothing waits for one of them.',
    dropWhen: 'A program reads the logs as they come.',
  },
  {
    id: 'CKV2_AWS_71',
    resource: 'aws_acm_certificate.web',
    why: 'Hosts of workloads come and go with a line of platform.yaml; the wildcard ends with the domain of the platform, which holds nothing else.',
    dropWhen: 'The domain of the platform is shared with something else.',
  },
  {
    id: 'CKV_AWS_145',
    resource: 'aws_s3_bucket.edge_logs',
    why: 'Load balancers deliver access logs to buckets with the keys of S3 only, not with keys of KMS.',
    dropWhen: 'Elastic Load Balancing delivers to buckets under customer managed keys.',
  },
  {
    id: 'CKV_AWS_260',
    resource: 'aws_vpc_security_group_ingress_rule.web_http',
    why: 'Port 80 of the load balancer answers with a redirect to HTTPS and passes nothing on.',
    dropWhen: 'The listener on port 80 forwards.',
  },
  ...['CKV_AWS_290', 'CKV_AWS_355'].map((id): Waiver => ({
    id,
    resource: 'aws_iam_policy.ci_apply_edge',
    why: 'Zones, accelerators and protections get their names when they are made; only the pipeline has these rights, only for services of the edge, below a boundary.',
    dropWhen: 'The services know names that are chosen before.',
  })),
  {
    id: 'CKV_AWS_355',
    resource: ['aws_iam_role_policy.cert_manager_zone_proofs', 'aws_iam_role_policy.external_dns_zone_tenants'],
    why: 'Finding the zone by its name is asked of the account; writing is bound to names and types of records.',
    dropWhen: 'The id of the zone is known before the zone is made.',
  },
  {
    id: 'CKV_AWS_338',
    resource: ['aws_cloudwatch_log_group.platform', 'aws_cloudwatch_log_group.workloads'],
    why: 'Ordinary logs are kept for logging.retentionDays, which somebody pays for; audit logs have a group of their own and at least a year.',
    dropWhen: 'The platform sets a year for ordinary logs.',
  },
];
