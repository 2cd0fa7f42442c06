# Looks, and writes nothing (but `verify`, which notes in the Lease `applied` that everything was as applied).

# Differences between objects on standard input and the cluster, as an apply by Helm would make them.
drift() {
  # As JSON: between objects in YAML these two commands write no separator.
  kube label --local -f - app.kubernetes.io/managed-by=Helm --overwrite -o json 2>"$scratch/drift-error" |
    kube annotate --local -f - "meta.helm.sh/release-name=$release" "meta.helm.sh/release-namespace=$namespace" --overwrite -o json >"$scratch/marked.json" 2>>"$scratch/drift-error" || return 2
  kube diff --server-side --force-conflicts --field-manager=helm -n "$namespace" -f "$scratch/marked.json" 2>"$scratch/drift-error"
}

# 0: as the plan says. 1: differs, and the difference is printed. 2: cannot be compared yet.
compare() {
  local code=0 file
  : >"$scratch/drift-error"
  case $kind in
    git)
      fetch_sources
      while IFS= read -r file; do
        kube diff --server-side --force-conflicts --field-manager=dbaas-delivery -n "$namespace" -f "$file" 2>"$scratch/drift-error" || code=$?
        [ "$code" -eq 0 ] || return "$code"
      done <"$scratch/files"
      ;;
    *)
      render >"$scratch/new.yaml" 2>"$scratch/drift-error" || return 2
      drift <"$scratch/new.yaml" || code=$?
      [ "$code" -eq 0 ] || return "$code"
      ;;
  esac
}

show_plan() {
  local row code changes=0
  commit="$(commit_now)"
  read_records
  for row in "${components[@]}"; do
    take "$row"
    is_selected || continue
    if [ -z "$again" ] && is_applied; then continue; fi
    changes=$((changes + 1))
    say "layer $layer_: $name ($kind), now: $(state_of)"
    code=0
    compare || code=$?
    case $code in
      0) say '  the cluster has all of it already' ;;
      1) if [ "$kind" != git ]; then vanishing "$release" "$scratch/new.yaml" | sed 's/^/  deleted: /'; fi ;;
      *) say "  cannot be compared yet: $(sed -n 1p "$scratch/drift-error")" ;;
    esac
  done
  say "$changes to apply, commit $commit"
}

# Of the component that was taken.
state_of() {
  local state
  state="$(recorded "$name" state)"
  if [ -z "$state" ]; then echo 'not there'; elif is_applied; then echo applied; else echo "$state, of commit $(recorded "$name" commit | cut -c 1-12)"; fi
}

verify() {
  local row bad=0 code
  commit="$(commit_now)"
  read_records
  for row in "${components[@]}"; do
    take "$row"
    is_selected || continue
    code=0
    if ! is_applied; then say "FAIL  $name: $(state_of)" && bad=$((bad + 1)) && continue; fi
    compare || code=$?
    [ "$code" -eq 0 ] || { say "FAIL  $name: the cluster differs $(sed -n 1p "$scratch/drift-error")" && bad=$((bad + 1)) && continue; }
    gates 5s || { say "FAIL  $name: is not well" && bad=$((bad + 1)) && continue; }
    say "ok    $name"
  done
  [ "$bad" -eq 0 ] || fail "$bad components are not as applied; bash run.sh apply --again --component <name> puts one back"
  [ -n "$only$layer" ] || ! kube auth can-i update leases.coordination.k8s.io -n "$records" >/dev/null 2>&1 || lease applied "$commit" | record
}

show_status() {
  local row lease_ open=0 name_
  read_records
  for lease_ in run unfinished applied; do
    kube -n "$records" get lease "$lease_" --ignore-not-found -o "go-template=$lease_: {{.spec.holderIdentity}}, {{.spec.renewTime}}{{\"\n\"}}"
  done
  for row in "${components[@]}"; do
    take "$row"
    is_selected || continue
    printf '%-4s %-32s %-14s %-12.12s %-20s %s\n' "$layer_" "$name" "$(state_of)" "$(recorded "$name" commit)" "$(recorded "$name" at)" "$(recorded "$name" by)"
    is_applied || open=$((open + 1))
  done
  for name_ in $recorded_names; do
    [ -n "$(component "$name_")" ] || say "left over: $name_ is no longer in the plan: bash run.sh uninstall $name_"
  done
  [ "$open" -eq 0 ] || { say "$open components differ from this commit" && exit 1; }
}
