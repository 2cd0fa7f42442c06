/** What stands between a database and its deletion. */
import { annotations } from '../../lib/names';
import type { DatabaseContext } from './context';

/** Metadata of an object whose deletion deletes data: without the statement of its database nothing may delete it. */
export const allowDelete = ({ database, tenant }: DatabaseContext, name: string): { readonly annotations?: Readonly<Record<string, string>> } =>
  database.deletion?.confirm === `${tenant.name}/${database.name}` ? { annotations: { [annotations.allowDelete]: name } } : {};
