# Who applied what: in the cluster (namespace of `records`), and in a file of the person who did it.
# ConfigMap component-<name>: what of it is applied. ConfigMap run-<id>: one apply, closed for ever at its end.
# Lease run: whose turn it is. Lease unfinished: where an apply stands. Lease applied: when all of a commit was there.

run='' result='' events='' started='' unlocked=yes

# Lets the API server have YAML from standard input, as the only writer of its fields.
record() { kube -n "$records" apply --server-side --force-conflicts --field-manager=dbaas-delivery -f - >/dev/null; }
lease_times() {
  local time
  time="$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)"
  printf 'leaseDurationSeconds: 3900, acquireTime: %s, renewTime: %s' "$(quoted "$time")" "$(quoted "$time")"
}
lease() { # <name> <holder> [<end>]
  cat <<YAML
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: $1, namespace: $records, annotations: {dbaas/expires: "${3:-0}"}}
spec: {holderIdentity: $(quoted "$2"), $(lease_times)}
YAML
}

# The namespace of the records, and on the very first run the name of the cluster.
open_records() {
  kube apply --server-side --field-manager=dbaas-delivery -f "$dist/bootstrap/$cluster/" >/dev/null
  [ -n "$known" ] || record <<YAML
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cluster, namespace: $records}
data: {platform: $platform, cluster: $cluster}
YAML
}

# One run at a time: making the Lease is the turn. One that was killed has it until its longest wait is over.
take_turn() {
  local holder expires version body
  run="run-$(date -u +%Y%m%d-%H%M%S)-$$"
  body="spec: {holderIdentity: $(quoted "$person $run"), $(lease_times)}}"
  if ! printf '%s' "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: run, namespace: $records, annotations: {dbaas/expires: \"$(turn_end)\"}}, $body" |
    kube -n "$records" create -f - >/dev/null 2>"$scratch/turn"; then
    holder="$(kube -n "$records" get lease run --ignore-not-found -o 'go-template={{.spec.holderIdentity}}')"
    [ -n "$holder" ] || fail "$(cat "$scratch/turn")"
    expires="$(kube -n "$records" get lease run -o 'go-template={{index .metadata.annotations "dbaas/expires"}}')"
    [ "$expires" -lt "$(date -u +%s)" ] || fail "$holder is applying. If that run is gone: bash run.sh unlock --cluster $cluster --yes"
    say "the turn of $holder is over: taking it"
    version="$(kube -n "$records" get lease run -o 'go-template={{.metadata.resourceVersion}}')"
    printf '%s' "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: run, namespace: $records, resourceVersion: \"$version\", annotations: {dbaas/expires: \"$(turn_end)\"}}, $body" |
      kube -n "$records" replace -f - >/dev/null || fail 'somebody else took the turn'
  fi
  unlocked='' started="$(now)"
  log="${XDG_STATE_HOME:-$HOME/.local/state}/dbaas-gitops/$platform/$cluster/$run.log"
  mkdir -p "$(dirname "$log")" && : >"$log"
  run_yaml '' | record
  say "$run by $person, commit $commit${unreviewed:+, unreviewed: $unreviewed}"
}
turn_end() { echo $(($(date -u +%s) + 3900)); }
# The turn goes on, and stands at the component that was taken.
begin_component() {
  {
    lease run "$person $run" "$(turn_end)"
    lease unfinished "$name"
  } | record
}

# One line of the log of the run: time, component, what, digest.
event() { events="$events    $(now) $*"$'\n'; }

run_yaml() { # <finished>
  cat <<YAML
---
apiVersion: v1
kind: ConfigMap
metadata: {name: $run, namespace: $records, labels: {dbaas/record: run}}
$([ -z "$1" ] || echo 'immutable: true')
data:
  by: $(quoted "$person")
  machine: $(quoted "$(id -un)@$(uname -n)")
  command: $(quoted "$command${layer:+ --layer $layer}${only:+ --component $only}${subject:+ $subject}${again:+ --again}${adopt:+ --adopt}")
  commit: $(quoted "$commit")
  unreviewed: $(quoted "$unreviewed")
  tools: $(quoted "Helm $helm_version")
  started: "$started"
  finished: $(quoted "$1")
  result: $(quoted "$result")
  log: |
    $run
$events
YAML
}

# What of a component is there now: applied, failed, unchecked, rolled-back.
end_component() { # <state> <sources>
  printf -v "$(variable record_state "$name")" %s "$1"
  printf -v "$(variable record_digest "$name")" %s "$digest"
  record <<YAML
$(run_yaml '')
---
apiVersion: v1
kind: ConfigMap
metadata: {name: component-$name, namespace: $records, labels: {dbaas/record: component}}
data:
  component: "$name"
  state: "$1"
  digest: "$digest"
  commit: $(quoted "$commit")
  by: $(quoted "$person")
  at: "$(now)"
  run: "$run"
  kind: "$kind"
  namespace: "$namespace"
  release: "$release"
  keep: "$keep"
  sources: $(quoted "${2:-}")
YAML
}

# Sets, for each component, what the cluster has of it; also for those that the plan has lost.
read_records() {
  local row of state_ digest_ commit_ by_ at_ namespace_ release_ keep_ kind_ sources_ field
  recorded_names=''
  while IFS=$'\t' read -r of state_ digest_ commit_ by_ at_ namespace_ release_ keep_ kind_ sources_; do
    [ -n "$of" ] || continue
    recorded_names="$recorded_names$of "
    for field in state digest commit by at namespace release keep kind sources; do
      row="${field}_"
      printf -v "$(variable "record_$field" "$of")" %s "${!row}"
    done
  done <<<"$(kube -n "$records" get configmaps -l dbaas/record=component --ignore-not-found -o 'go-template={{range .items}}{{with .data}}{{.component}}{{"\t"}}{{.state}}{{"\t"}}{{.digest}}{{"\t"}}{{.commit}}{{"\t"}}{{.by}}{{"\t"}}{{.at}}{{"\t"}}{{.namespace}}{{"\t"}}{{.release}}{{"\t"}}{{.keep}}{{"\t"}}{{.kind}}{{"\t"}}{{.sources}}{{"\n"}}{{end}}{{end}}')"
}
recorded() { # <component> <field>
  local of="rows_record_$2_${1//[^A-Za-z0-9]/_}"
  printf %s "${!of-}"
}
# Of the component that was taken.
is_applied() {
  local state_="rows_record_state_${name//[^A-Za-z0-9]/_}" digest_="rows_record_digest_${name//[^A-Za-z0-9]/_}"
  [ "${!state_-}" = applied ] && [ "${!digest_-}" = "$digest" ]
}

# Whatever ends the program ends its turn and closes its record; a second error does not hide the first.
finish() {
  set +e
  trap - EXIT
  if [ -n "$run" ] && [ -z "$unlocked" ]; then
    [ -n "$result" ] || result="stopped with code $1"
    run_yaml "$(now)" | record
    [ "$(kube -n "$records" get lease run --ignore-not-found -o 'go-template={{.spec.holderIdentity}}')" != "$person $run" ] ||
      kube -n "$records" delete lease run >/dev/null
    printf '%s: %s; log: %s\n' "$run" "$result" "$log"
  fi
  rm -rf "$scratch"
  exit "$1"
}

unlock() {
  local holder
  holder="$(kube -n "$records" get lease run --ignore-not-found -o 'go-template={{.spec.holderIdentity}}, last seen {{.spec.renewTime}}')"
  [ -n "$holder" ] || { say 'nobody is applying' && return 0; }
  say "applying: $holder"
  needs_yes unlock
  kube -n "$records" delete lease run
}
