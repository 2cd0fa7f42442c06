/** The certificate that browsers see: of Amazon's authority, proven by records in our zone and renewed by itself. */
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { hosts } from '../../../../../lib/names';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { certificateNames } from '../../certificates';
import { address, type EdgeContext } from '../stack';

export function certificate(stack: PlatformStack, { edge, platform }: EdgeContext, { cluster, names }: AwsContext): AcmCertificateValidation {
  const served = hosts(platform).filter(({ clusters }) => clusters.includes(cluster.name));
  const all = certificateNames(platform.domain, [...served.map(({ host }) => host), names.originHost()]);
  const [domainName = '', ...subjectAlternativeNames] = all;
  const made = pinned(
    new AcmCertificate(stack, 'certificate', {
      domainName,
      subjectAlternativeNames,
      validationMethod: 'DNS',
      keyAlgorithm: 'EC_prime256v1',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      tags: { Name: names.webLoadBalancer() },
      // Changed hosts make a new certificate: the old one serves until it is there.
      lifecycle: { createBeforeDestroy: true },
    }),
    'web',
  );
  const { zoneId } = new DataAwsRoute53Zone(stack, 'zone', { name: edge.zone.name, privateZone: false });
  const proofs = all.map((name) => proof(stack, zoneId, name));
  return pinned(new AcmCertificateValidation(stack, 'validation', { certificateArn: made.arn, validationRecordFqdns: proofs.map(({ fqdn }) => fqdn) }), 'web');
}

/** The record that the authority asks for, known only after the order. It is the same for every certificate of the account with this name. */
function proof(stack: PlatformStack, zoneId: string, name: string): Route53Record {
  const of = (attribute: string) =>
    `\${one([for option in aws_acm_certificate.web.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`;
  return pinned(
    new Route53Record(stack, `proof_${address(name)}`, {
      zoneId,
      name: of('resource_record_name'),
      type: 'CNAME',
      ttl: 300,
      records: [of('resource_record_value')],
      allowOverwrite: true,
    }),
    address('proof', name),
  );
}
