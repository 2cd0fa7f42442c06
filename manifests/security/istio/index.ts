/** Istio as any option that uses it installs it; what differs between them is an IstioOption. */
import type { Factory } from '../../context';
import { base } from './base';
import { cni } from './cni';
import { ingressGateway } from './gateway';
import { istiod } from './istiod';
import { joinedMeshes } from './joined';
import type { IstioOption } from './option';
import { meshPolicy } from './policy';
import { loginRoutes } from './routes/login-routes';
import { openRoutes } from './routes/open-routes';

export type { IstioOption, KeySource, LoginTokens } from './option';

export const istio = (option: IstioOption): readonly Factory[] => [
  base,
  cni,
  istiod(option),
  meshPolicy(option),
  ingressGateway,
  ...joinedMeshes,
  openRoutes,
  loginRoutes(option),
];
