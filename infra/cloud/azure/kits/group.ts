import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackKind } from '../ids';
import type { AzureContext } from './stack';

export interface Place {
  readonly location: string;
  readonly resourceGroupName: string;
}

/** Resource group of one stack of a cluster; where its resources are. */
export const stackGroup = (stack: PlatformStack, { cluster, names }: AzureContext, kind: StackKind): Place =>
  resourceGroup(stack, { id: 'group', name: names.resourceGroup(kind), location: cluster.region });

export interface ResourceGroupProps {
  readonly id: string;
  readonly name: string;
  readonly location: string;
}
export function resourceGroup(stack: PlatformStack, { id, name, location }: ResourceGroupProps): Place {
  const group = pinned(new ResourceGroup(stack, id, { name, location, lifecycle: keep }));
  return { location, resourceGroupName: group.name };
}

/** Azure refuses to delete the resource and all below it, whoever asks; the pipeline may set locks but not remove them. */
export const deleteLock = (stack: PlatformStack, id: string, scope: string, notes: string): ManagementLock =>
  pinned(new ManagementLock(stack, id, { name: 'keep', scope, lockLevel: 'CanNotDelete', notes }));
