# Everything that an apply relies on, each with one line; the first apply and the hundredth alike.

problems=0
check() { # <what> <problem>: well if there is no problem
  if [ -z "$2" ]; then say "ok    $1"; else
    say "FAIL  $1: $2"
    problems=$((problems + 1))
  fi
}

preflight() {
  say "cluster $cluster of $platform, context $context, as $person, Helm $helm_version"
  check 'the commit' "$(commit_problem)"
  check 'values of cloud.lock.yaml' "$(unset_problem)"
  check 'Kubernetes version' "$(version_problem)"
  check 'nodes' "$(nodes_problem)"
  check 'rights' "$(rights_problem)"
  check 'no other delivery' "$(other_delivery_problem)"
  check 'the platform of this cluster' "$(first_problem)"
  [ "$problems" -eq 0 ] || fail "$problems of these must be mended first. Nothing was written."
}

# Sets nothing: what is applied is a commit of the branch, and not an older one than the cluster has.
commit_problem() {
  local head last
  [ -z "$unreviewed" ] || return 0
  head="$(git -C "$dist" rev-parse HEAD 2>/dev/null)" || { echo "$dist is in no git repository; --unreviewed '<why>' if it must be" && return; }
  [ -z "$(git -C "$dist" status --porcelain -- .)" ] || { echo "$(git -C "$dist" status --porcelain -- . | sed -n 1p) is in no commit; commit it, or --unreviewed '<why>'" && return; }
  git -C "$dist" merge-base --is-ancestor HEAD "origin/$branch" 2>/dev/null ||
    { echo "$head is not on origin/$branch ($repository): merge it, git fetch; or --unreviewed '<why>'" && return; }
  last="$(kube -n "$records" get lease applied --ignore-not-found -o 'go-template={{.spec.holderIdentity}}' 2>/dev/null)"
  [ -n "$last" ] && [ "$last" != "$head" ] && git -C "$dist" merge-base --is-ancestor HEAD "$last" 2>/dev/null &&
    echo "the cluster has $last, which is newer than $head: git pull; to go back, git revert"
  return 0
}
commit_now() { git -C "$dist" rev-parse HEAD 2>/dev/null || echo none; }

unset_problem() {
  local found
  found="$(grep -rl -- 'unset--' "$dist/clusters/$cluster" "$here/$cluster" 2>/dev/null | sed -n 1p)" || true
  [ -z "$found" ] || echo "$found waits for one: npm run lock"
}

# kubectl and API server may be one minor apart, and the platform is generated for one minor.
version_problem() {
  local server
  server="$(kube version -o yaml | awk '/^serverVersion:/ {on = 1} on && /gitVersion:/ {print $2}')"
  case $server in v"$version".*) ;; *) echo "the API server is $server, platform.yaml says $version" ;; esac
}

nodes_problem() {
  local ready
  ready="$(kube get nodes -o 'go-template={{range .items}}{{range .status.conditions}}{{if and (eq .type "Ready") (eq .status "True")}}ready{{"\n"}}{{end}}{{end}}{{end}}' | grep -c ready)" || true
  [ "$ready" -ge 3 ] || echo "$ready ready, 3 zones need one each"
}

rights_problem() { kube auth can-i '*' '*' --all-namespaces >/dev/null 2>&1 || echo "$person may not write everything: an apply makes roles and definitions (docs/runbooks/helm.md)"; }

# Two deliveries of one object undo each other's work.
other_delivery_problem() {
  local kinds found
  kinds="$(kube api-resources --no-headers -o name 2>/dev/null | grep -E '^(applications\.argoproj\.io|kustomizations\.kustomize\.toolkit\.fluxcd\.io)$')" || true
  for kinds in $kinds; do
    found="$(kube get "$kinds" -A --no-headers 2>/dev/null | sed -n 1p)"
    [ -z "$found" ] || [ -n "$adopt" ] || echo "there are $kinds ($found): docs/runbooks/helm.md, \"From another delivery\", then --adopt"
  done
}

first_problem() {
  [ -n "$known" ] || [ -n "$newcluster" ] || [ "$command" != apply ] || echo "nothing of $platform was applied there yet: --new-cluster, if that is right"
  [ -z "$known" ] || [ -z "$newcluster" ] || echo "--new-cluster, but $cluster was installed before"
}
