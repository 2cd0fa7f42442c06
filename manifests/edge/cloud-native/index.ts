/** What the edge of the clouds needs inside the clusters: issuers by DNS-01 and tenant records, in the zone that one of the clouds keeps. */
import { zoneProvider } from '../../../lib/names';
import type { Factory, Option } from '../../context';
import { externalDns } from '../external-dns';
import { issuers } from '../issuers';
import { azureProofs, azureRecords } from './azure-dns';
import { route53Proofs, route53Records } from './route53';

const publicIssuers: Factory = (context) => issuers(zoneProvider(context.platform) === 'aws' ? route53Proofs(context) : azureProofs)(context);
const tenantRecords: Factory = (context) => externalDns(zoneProvider(context.platform) === 'aws' ? route53Records : azureRecords)(context);

export const option: Option = { components: [publicIssuers, tenantRecords] };
