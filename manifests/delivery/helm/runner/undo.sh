# Ways back. None of them deletes data: what holds some stays, and what it needs.

rollback() {
  local before
  take "$(component "$subject")"
  [ "$kind" != git ] || fail "$name is applied by kubectl: git revert, then apply"
  [ "$keep" = no ] || fail "$name holds data, or data hangs on it: going back could lose some. git revert, read the plan, apply"
  read_records
  before="$(hlm history "$release" -n "$namespace" --max 50 -o yaml | awk '/^- / {r = s = ""} {sub(/^- /, "  ")} /^  revision:/ {r = $2} /^  status:/ {s = $2} r != "" && s == "superseded" {last = r; s = ""} END {print last}')"
  [ -z "$revision" ] || before=$revision
  [ -n "$before" ] || fail "$name has no release before this one"
  hlm get manifest "$release" -n "$namespace" --revision "$before" >"$scratch/new.yaml"
  say "$name back to revision $before"
  guard "$scratch/new.yaml"
  needs_yes rollback
  commit="$(commit_now)"
  open_records
  take_turn
  forget_interrupted
  if [ "$helm_major" = 4 ]; then waiting=--wait=watcher; else waiting=--wait; fi
  begin_component
  digest="revision $before"
  logged hlm rollback "$release" "$before" -n "$namespace" --timeout "$timeout" ${wait:+"$waiting"}
  event "$name rolled-back $before"
  end_component rolled-back ''
  result="$name is at revision $before; git is not: git revert, or the next apply brings it back"
}

uninstall() {
  local other row
  read_records
  if [ -n "$(component "$subject")" ]; then take "$(component "$subject")"; else
    [ -n "$(recorded "$subject" state)" ] || fail "nothing says what $subject is"
    name=$subject namespace="$(recorded "$subject" namespace)" release="$(recorded "$subject" release)" keep="$(recorded "$subject" keep)" kind="$(recorded "$subject" kind)" timeout=15m digest=-
  fi
  [ "$kind" != git ] || fail "$name brings definitions or operators: every object of their kinds would go with them. A person does that, after bash run.sh uninstall-order"
  [ "$keep" = no ] || fail "$name holds data, or data hangs on it: it is not uninstalled. docs/runbooks/helm.md, \"Taking a cluster down\""
  for row in "${components[@]}"; do
    other="$(printf %s "$row" | cut -f 3)"
    case "$(rows needs "$other")"$'\n' in
      *$'\t'"$subject"$'\n'*) [ -z "$(recorded "$other" state)" ] || fail "$other needs $subject: uninstall it first (bash run.sh uninstall-order)" ;;
    esac
  done
  : >"$scratch/new.yaml"
  guard "$scratch/new.yaml"
  needs_yes uninstall
  commit="$(commit_now)"
  open_records
  take_turn
  logged hlm uninstall "$release" -n "$namespace" --wait --timeout "$timeout"
  kube -n "$records" delete configmap "component-$name" --ignore-not-found >/dev/null
  event "$name uninstalled"
  result="$name is uninstalled"
}

uninstall_order() {
  local at
  say '# From the last layer to the first. What stays is deleted by nobody but a person who has read docs/runbooks/helm.md.'
  for ((at = ${#components[@]} - 1; at >= 0; at--)); do
    take "${components[$at]}"
    if [ "$keep" = no ] && [ "$kind" != git ]; then say "bash run.sh uninstall $name --cluster $cluster --yes"; else say "# stays: $name"; fi
  done
}
