# Applies what is in this folder to a cluster with Helm and kubectl, layer by layer. Say `bash run.sh help`.
# What there is to apply is in <cluster>/plan.tsv; what each command does is in runner/*.sh.
set -euo pipefail
umask 077
export LC_ALL=C
# What would point Helm or kubectl somewhere else without a word.
unset HELM_KUBECONTEXT HELM_NAMESPACE HELM_KUBEAPISERVER HELM_KUBETOKEN HELM_KUBEASUSER HELM_KUBEASGROUPS HELM_KUBECAFILE HELM_DEBUG

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
dist="$(dirname "$here")"
for part in terminal plan cluster record preflight guard sources apply inspect undo; do
  # shellcheck source=/dev/null
  . "$here/runner/$part.sh"
done

usage() {
  cat <<'TEXT'
bash run.sh <command> --cluster <name> [flags]

  preflight             tools, the right cluster, rights, nodes, the commit: is everything there for an apply?
  plan                  what an apply would change, by a dry run of the API server; writes nothing
  apply --yes           applies the layers in their order; stops at the first error, goes on where it stopped
  verify                whether the cluster still is what was applied, and well
  status                what was applied when, by whom, from which commit; who is applying now
  rollback <component>  back to the release before (never of a component that holds data)
  uninstall <component> removes a release that holds no data and that nothing needs
  uninstall-order       the order in which a person takes a cluster down, and what stays
  unlock                ends the turn of a run that was killed

  --context <name>      context of kubeconfig; default: the name of the cluster
  --layer <number>      apply: only this layer; the ones before it must be applied
  --component <name>    apply, plan, verify: only this component; what it needs must be applied
  --again               apply: also what is recorded as applied
  --adopt               apply: take over objects that another tool made (after a change of `delivery.use`)
  --no-wait             apply: do not wait for health; the component counts as not applied
  --new-cluster         apply: the first apply to a cluster, which knows nothing of its platform yet
  --unreviewed <why>    apply: a commit that is not on the branch, or files that are in no commit; the reason is recorded
  --revision <number>   rollback: to this revision of the release
  --yes                 do it; without it nothing is written
TEXT
}

command="${1:-help}"
[ $# -eq 0 ] || shift
cluster='' context='' layer='' only='' again='' adopt='' wait=yes newcluster='' unreviewed='' revision='' yes='' subject=''
while [ $# -gt 0 ]; do
  case $1 in
    --cluster | --context | --layer | --component | --unreviewed | --revision)
      if [ -z "${2-}" ]; then fail "$1 needs a value"; fi
      case $1 in
        --cluster) cluster=$2 ;;
        --context) context=$2 ;;
        --layer) layer=$2 ;;
        --component) only=$2 ;;
        --unreviewed) unreviewed=$2 ;;
        --revision) revision=$2 ;;
      esac
      shift 2
      ;;
    --again) again=yes && shift ;;
    --adopt) adopt=yes && shift ;;
    --no-wait) wait='' && shift ;;
    --new-cluster) newcluster=yes && shift ;;
    --yes) yes=yes && shift ;;
    -*) fail "there is no flag $1: bash run.sh help" ;;
    *)
      [ -z "$subject" ] || fail "one component at a time: $subject or $1"
      subject=$1 && shift
      ;;
  esac
done

case $command in
  help | --help | -h) usage && exit 0 ;;
  preflight | plan | apply | verify | status | rollback | uninstall | uninstall-order | unlock) ;;
  *) fail "there is no command $command: bash run.sh help" ;;
esac
case $command in
  rollback | uninstall) [ -n "$subject" ] || fail "$command needs the name of a component" ;;
  *) [ -z "$subject" ] || fail "$command takes no component by itself: --component $subject" ;;
esac
case $layer$revision in *[!0-9]*) fail '--layer and --revision are numbers' ;; esac

read_plan
scratch="$(mktemp -d "${TMPDIR:-/tmp}/dbaas-gitops.XXXXXX")"
trap 'finish $?' EXIT
trap 'exit 130' INT TERM HUP

if [ "$command" = uninstall-order ]; then
  uninstall_order
  exit 0
fi
check_tools
if [ "$command" = status ]; then
  check_record
  show_status
  exit 0
fi
check_identity
case $command in
  preflight) preflight ;;
  plan) show_plan ;;
  apply)
    preflight
    apply
    ;;
  verify) verify ;;
  rollback) rollback ;;
  uninstall) uninstall ;;
  unlock) unlock ;;
esac
