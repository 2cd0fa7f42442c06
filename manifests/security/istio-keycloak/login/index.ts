/** How people and programs prove who they are: Keycloak with its database and realm, the login proxy and its session store. */
import type { Factory } from '../../../context';
import { sessions } from '../../sessions';
import { keycloakDatabase } from './database';
import { keycloak, keycloakOperator } from './keycloak';
import { keycloakLoginProxy } from './proxy';
import { keycloakRealm, keycloakRealmSync } from './realm';

export const loginComponents: readonly Factory[] = [
  keycloakDatabase,
  keycloakOperator,
  keycloak,
  keycloakRealm,
  keycloakRealmSync,
  sessions,
  keycloakLoginProxy,
];
