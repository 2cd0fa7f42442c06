# The cluster behind the context: that it is the right one, and the only way to it.

kube() { kubectl --context "$context" "$@"; }
hlm() { helm --kube-context "$context" "$@"; }

check_tools() {
  local tool
  for tool in kubectl helm git awk sed sort comm diff tee mktemp; do
    command -v "$tool" >/dev/null || fail "$tool is not on PATH"
  done
  helm_version="$(helm version --template '{{.Version}}')"
  case $helm_version in
    v4.*) helm_major=4 ;;
    v3.1[89].* | v3.[2-9][0-9].*) helm_major=3 ;;
    *) fail "Helm $helm_version: install Helm 4, or 3.18 or newer" ;;
  esac
  [ -n "$(kubectl config get-contexts -o name | grep -xF -- "$context")" ] || fail "kubeconfig has no context $context: give it that name, or say --context"
}

# Who the cluster is, asked of the cluster itself: a context's name is only what somebody called it.
check_identity() {
  local issuer sort want nodes
  issuer="$(kube get --raw /.well-known/openid-configuration | sed -n 's/.*"issuer" *: *"\([^"]*\)".*/\1/p')" || fail "context $context: the API server does not answer"
  nodes="$(kube get nodes -o 'go-template={{range .items}}{{index .metadata.labels "topology.kubernetes.io/region"}} {{.spec.providerID}}{{"\n"}}{{end}}')"
  while IFS=$'\t' read -r _ sort want; do
    case $sort in
      issuer) [ "$issuer" = "$want" ] || wrong_cluster "its tokens come from $issuer, cloud.lock.yaml says $want" ;;
      issuer-prefix) case $issuer in "$want"*) ;; *) wrong_cluster "its tokens come from $issuer, those of $cluster from $want…" ;; esac ;;
      region) [ -z "$nodes" ] || [ -z "$(printf '%s\n' "$nodes" | grep -v "^$want ")" ] || wrong_cluster "it has nodes outside of region $want: $(printf '%s\n' "$nodes" | grep -v "^$want " | sed -n 1p)" ;;
      nodes) [ -z "$nodes" ] || [ -z "$(printf '%s\n' "$nodes" | grep -viF -- "$want")" ] || wrong_cluster "it has nodes that are not in $want: $(printf '%s\n' "$nodes" | grep -viF -- "$want" | sed -n 1p)" ;;
    esac
  done <<<"$(rows expect)"
  check_record
  person="$(kube auth whoami -o 'jsonpath={.status.userInfo.username}')" || fail "context $context: who are you? kubectl auth whoami fails"
}

# What the cluster was installed as: the reader of records may ask this, and nothing else.
check_record() {
  local recorded_as
  recorded_as="$(kube -n "$records" get configmap cluster --ignore-not-found -o 'go-template={{.data.platform}}/{{.data.cluster}}')"
  known=''
  [ -n "$recorded_as" ] || return 0
  [ "$recorded_as" = "$platform/$cluster" ] || wrong_cluster "it was installed as $recorded_as"
  known=yes
}

wrong_cluster() { fail "context $context is not $cluster of $platform: $1. Nothing was written."; }
