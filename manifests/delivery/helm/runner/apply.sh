# Applies what was selected and is not applied yet.

apply() {
  local row code outcome origin
  needs_yes apply
  commit="$(commit_now)"
  read_records
  check_order
  open_records
  take_turn
  read_records
  for row in "${components[@]}"; do
    take "$row"
    is_selected || continue
    if [ -z "$again" ] && is_applied; then continue; fi
    say "layer $layer_: $name ($kind)"
    begin_component
    # Not behind `if`: there, bash goes on after an error.
    set +e
    (set -e && apply_one)
    code=$?
    set -e
    if [ "$code" -ne 0 ]; then
      event "$name failed $digest"
      result="stopped at $name"
      end_component failed "$(recorded "$name" sources)"
      fail "$name failed. Mend it and run the same command again: it goes on here."
    fi
    if [ -n "$wait" ]; then outcome=applied; else outcome=unchecked; fi
    if [ "$kind" = git ]; then origin="$(cat "$scratch/sources")"; else origin=''; fi
    event "$name $outcome $digest"
    end_component "$outcome" "$origin"
  done
  close_apply
}

# A layer waits for the ones before it, a component for what it needs.
check_order() {
  local row
  if [ -n "$layer" ]; then
    for row in "${components[@]}"; do
      take "$row"
      [ "$layer_" -ge "$layer" ] || is_applied || fail "layer $layer waits for $name in layer $layer_, which is not applied"
    done
  fi
  [ -z "$only" ] || while IFS=$'\t' read -r _ _ row; do
    [ -z "$row" ] || [ "$(recorded "$row" state)" = applied ] || fail "$only waits for $row, which is not applied"
  done <<<"$(rows needs "$only")"
}

# Everything of the plan is there: say so, for people and for the alert that waits for it.
close_apply() {
  local row
  for row in "${components[@]}"; do
    take "$row"
    if ! is_applied; then
      say "not applied yet: $name, layer $layer_"
      result='done, not everything'
      lease unfinished "$name" | record
      return 0
    fi
  done
  lease applied "$commit" | record
  kube -n "$records" delete lease unfinished --ignore-not-found >/dev/null
  result='everything is applied'
}

# In a shell of its own: an error ends the component, and its caller writes that down.
apply_one() {
  case $kind in
    git) apply_sources ;;
    *)
      forget_interrupted
      render >"$scratch/new.yaml"
      guard "$scratch/new.yaml"
      release_component
      ;;
  esac
  [ -z "$wait" ] || gates "$timeout"
}

# Chart, version, namespace and values: the same for a dry run and in earnest.
chart_arguments() {
  local repo chart_ version_
  if [ "$kind" = manifests ]; then arguments=("$release" "$chart" --namespace "$namespace") && return; fi
  IFS=$'\t' read -r _ _ repo chart_ version_ <<<"$(rows chart "$name")"
  case $repo in
    oci://*) arguments=("$release" "$repo/$chart_") ;;
    *) arguments=("$release" "$chart_" --repo "$repo") ;;
  esac
  arguments+=(--version "$version_" --namespace "$namespace" --values "$dist/$folder/values.yaml" --skip-crds)
}

# The objects that the release will have, as the API server's versions and capabilities make them.
render() {
  if [ "$kind" = manifests ]; then awk 'FNR == 1 {print "---"} {print}' "$chart"/objects/*.yaml && return; fi
  chart_arguments
  hlm upgrade --install "${arguments[@]}" --dry-run=server | awk '/^MANIFEST:/ {on = 1; next} /^NOTES:/ {on = 0} on'
}

release_component() {
  local flags
  chart_arguments
  flags=(--timeout "$timeout" --history-max 10 --description "$(printf '%.12s' "$commit") $(printf '%.12s' "$digest") $person")
  if [ -n "$wait" ]; then
    if [ "$helm_major" = 4 ]; then flags+=(--wait=watcher); else flags+=(--wait); fi
    # Back by itself only where nothing holds data, and only to something: a first install would be taken away.
    if [ "$keep" = no ] && hlm status "$release" -n "$namespace" >/dev/null 2>&1; then
      if [ "$helm_major" = 4 ]; then flags+=(--rollback-on-failure); else flags+=(--atomic); fi
    fi
  fi
  if [ -n "$adopt" ]; then
    flags+=(--take-ownership)
    [ "$helm_major" = 3 ] || flags+=(--force-conflicts)
  fi
  logged hlm upgrade --install "${arguments[@]}" "${flags[@]}"
}

# A run that was killed leaves a release `pending`, which Helm then refuses to touch. Only this note of Helm's is deleted.
forget_interrupted() {
  local notes
  notes="$(kube -n "$namespace" get secrets -l "owner=helm,name=$release,status in (pending-install,pending-upgrade,pending-rollback)" -o name)"
  [ -z "$notes" ] || {
    say "  a run was interrupted here: going on"
    # shellcheck disable=SC2086
    kube -n "$namespace" delete $notes >/dev/null
  }
}

# Objects that must be well before the next layer starts.
gates() { # <timeout>
  local where object condition
  while IFS=$'\t' read -r _ _ where object condition; do
    [ -n "$object" ] || continue
    [ "$where" = - ] && where=default
    case $condition in
      rollout) logged kube -n "$where" rollout status "$object" --timeout="$1" || return 1 ;;
      *) logged kube -n "$where" wait --for="condition=$condition" "$object" --timeout="$1" || return 1 ;;
    esac
  done <<<"$(rows gate "$name")"
}
