import { readFileSync } from 'node:fs';
import { parsePlatform, type Cloud, type Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

const example = (name: string): Platform => {
  const file = `examples/${name}/platform.yaml`;
  return parsePlatform(readFileSync(file, 'utf8'), file).platform;
};

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Cloud['use'], Platform> = {
  'aws-azure': platformOf(),
  'aws-regions': example('aws-regions'),
  'azure-regions': example('azure-regions'),
};

optionContract('cloud', registry.cloud, platforms);
