/** The load balancer that ends HTTPS: everybody reaches it, the firewall on it judges, and only it reaches the gateway. */
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { ingressPort } from '../../../../../lib/names';
import { findSubnetIds } from '../../../../cloud/aws/kits/lookup';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { webGroup } from './security-group';

export interface BalancerProps {
  readonly vpcId: string;
  /** Certificate that is valid. */
  readonly certificateArn: string;
  /** Where a line for every request goes. */
  readonly logs: S3Bucket;
}
export interface Front {
  readonly balancer: Lb;
  readonly targets: LbTargetGroup;
}

/** Seconds without a byte after which a connection ends: below the 75 of the gateways, so that no request meets a closing one. */
const idleTimeout = 70;

export function balancer(stack: PlatformStack, context: AwsContext, { vpcId, certificateArn, logs }: BalancerProps): Front {
  const { names } = context;
  const made = pinned(
    new Lb(stack, 'web', {
      name: names.webLoadBalancer(),
      loadBalancerType: 'application',
      internal: false,
      ipAddressType: 'ipv4',
      securityGroups: [webGroup(stack, context, vpcId).id],
      subnets: findSubnetIds(stack, context, vpcId, 'public'),
      accessLogs: { enabled: true, bucket: logs.bucket, prefix: 'web' },
      // What does not look like HTTP is answered here; two programs must not read one request differently.
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'strictest',
      // The gateway reads the last address, which this balancer adds; the host stays what the client wrote.
      xffHeaderProcessingMode: 'append',
      preserveHostHeader: true,
      // Without its firewall it refuses: open would be worse than down, since the other cluster serves on.
      enableWafFailOpen: false,
      enableHttp2: true,
      enableCrossZoneLoadBalancing: true,
      enableZonalShift: true,
      enableDeletionProtection: true,
      idleTimeout,
      tags: { Name: names.webLoadBalancer() },
      lifecycle: keep,
    }),
  );
  const targets = gatewayTargets(stack, context, vpcId);
  listeners(stack, made, targets, certificateArn);
  return { balancer: made, targets };
}

/** Pods register by the name of the group, the same that a network load balancer would have. Nobody checks their certificate: the network says who they are. */
function gatewayTargets(stack: PlatformStack, { platform, names }: AwsContext, vpcId: string): LbTargetGroup {
  const { port, targetPort, status } = ingressPort(platform, 'https');
  return pinned(
    new LbTargetGroup(stack, 'gateway', {
      name: names.targetGroup(port),
      vpcId,
      targetType: 'ip',
      protocol: 'HTTPS',
      protocolVersion: 'HTTP1',
      port: targetPort,
      loadBalancingAlgorithmType: 'least_outstanding_requests',
      deregistrationDelay: '120',
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        port: String(status.port),
        path: status.path,
        matcher: '200',
        interval: 10,
        timeout: 6,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: names.targetGroup(port) },
      lifecycle: keep,
    }),
  );
}

/** A year: browsers refuse plain HTTP even on the first visit of the day, and long after a mistake here. */
const strictTransport = 'max-age=31536000; includeSubDomains';

function listeners(stack: PlatformStack, { arn: loadBalancerArn }: Lb, { arn: targetGroupArn }: LbTargetGroup, certificateArn: string): void {
  pinned(
    new LbListener(stack, 'https', {
      loadBalancerArn,
      port: 443,
      protocol: 'HTTPS',
      // TLS 1.3 and 1.2 with forward secrecy.
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      certificateArn,
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: strictTransport,
      defaultAction: [{ type: 'forward', targetGroupArn }],
    }),
  );
  pinned(
    new LbListener(stack, 'http', {
      loadBalancerArn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    }),
  );
}
