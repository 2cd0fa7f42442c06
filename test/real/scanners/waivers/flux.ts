/** Objects of the delivery `flux`, and reasons that two scanners ask for under two ids. */

export const fluxController = 'Deployment/flux-system/*-controller';

export const fluxPlatform = 'ClusterRole/flux-platform';
export const makesEverything =
  "The account that applies the platform's own components makes objects of every kind, webhooks, roles and their bindings among them, so that it needs every right that it hands on. No pod has its token: controllers act as it, for objects in the namespace of Flux only. Components of workloads have accounts of their own, with rights in one namespace.";
export const aRoleForEach = 'Each component of the platform is applied as an account of its own.';
