/** Health of kinds that Argo CD judges wrongly or not at all. Lua, as argocd-cm wants it. */

/**
 * An ApplicationSet is healthy when all of its Applications are synced and healthy. This is what makes the sync waves
 * of the root Application wait: upstream's check says "healthy" as soon as the Applications exist.
 */
const applicationSet = `local waiting = 0
local name = ""
if obj.status == nil or obj.status.resources == nil or #obj.status.resources == 0 then
  return { status = "Progressing", message = "Waiting for Applications" }
end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "ErrorOccurred" and condition.status == "True" then
    return { status = "Degraded", message = condition.message }
  end
end
for _, resource in ipairs(obj.status.resources) do
  local health = resource.health ~= nil and resource.health.status or "Unknown"
  if resource.status ~= "Synced" or health ~= "Healthy" then
    waiting = waiting + 1
    name = resource.name
  end
end
if waiting > 0 then
  return { status = "Progressing", message = "Waiting for " .. waiting .. " Applications, " .. name .. " among them" }
end
return { status = "Healthy", message = #obj.status.resources .. " Applications synced and healthy" }
`;

/**
 * Planned operations of CloudNativePG are no failures, whatever the check says that Argo CD ships. Degraded is what waits
 * for a person; every other phase ends by itself.
 */
const postgresCluster = `local degraded = {
  ["Cluster cannot proceed to reconciliation due to an unknown plugin being required"] = true,
  ["Cluster cannot proceed to reconciliation due to an error while interacting with plugins"] = true,
  ["Cluster has incomplete or invalid image catalog"] = true,
  ["Cluster is unrecoverable and needs manual intervention"] = true,
  ["Cluster cannot execute instance online upgrade due to missing architecture binary"] = true,
  ["Unable to create required cluster objects"] = true,
  ["Invalid cluster definition"] = true,
  ["Waiting for user action"] = true,
  ["Not enough disk space"] = true,
}
if obj.status == nil or obj.status.phase == nil then
  return { status = "Progressing", message = "Waiting for the operator" }
end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "cnpg.io/hibernation" and condition.status == "True" then
    return { status = "Suspended", message = condition.message or "Hibernated" }
  end
end
local phase = obj.status.phase
if phase == "Cluster in healthy state" then return { status = "Healthy", message = phase } end
if degraded[phase] then return { status = "Degraded", message = obj.status.phaseReason or phase } end
return { status = "Progressing", message = phase }
`;

/** Kinds that report a condition: healthy when it is True. */
const condition = (type: string) => `if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "${type}" and condition.status == "True" then
      return { status = "Healthy", message = condition.message or "" }
    end
    if condition.type == "HasErrors" and condition.status == "True" then
      return { status = "Degraded", message = condition.message or "" }
    end
  end
end
return { status = "Progressing", message = "Waiting for condition ${type}" }
`;

/** Key of argocd-cm (below `resource.customizations.health.`) -> Lua. */
export const healthChecks: Readonly<Record<string, string>> = {
  'argoproj.io_ApplicationSet': applicationSet,
  'postgresql.cnpg.io_Cluster': postgresCluster,
  'k8s.keycloak.org_KeycloakRealmImport': condition('Done'),
};
