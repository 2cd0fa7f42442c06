# The data: plan.tsv of a cluster. Rows start with what they are; columns are separated by tabs, `-` is none.
# Kept in variables of the shell, row by row: a lookup starts no program.

components=()

read_plan() {
  local known row sort of
  known=''
  for row in "$here"/*/plan.tsv; do known="$known$(basename "$(dirname "$row")") "; done
  [ -n "$cluster" ] || fail "--cluster is missing; there are: $known"
  plan="$here/$cluster/plan.tsv"
  case $cluster in */* | .*) plan='' ;; esac
  [ -f "$plan" ] || fail "there is no cluster $cluster; there are: $known"
  [ -n "$context" ] || context=$cluster
  while IFS= read -r row; do
    IFS=$'\t' read -r sort of _ <<<"$row"
    case $sort in
      '#'* | '') ;;
      platform | version | repository | branch | namespace) printf -v "plan_$sort" %s "$of" ;;
      component)
        components+=("$row")
        take "$row"
        last_layer=$layer_
        printf -v "$(variable row "$name")" %s "$row"
        ;;
      protected | expect) append "rows_$sort" "$row" ;;
      *) append "$(variable "$sort" "$of")" "$row" ;;
    esac
  done <"$plan"
  platform=$plan_platform version=$plan_version repository=$plan_repository branch=$plan_branch records=$plan_namespace
  [ -z "$only$subject" ] || [ "$command" = uninstall ] || [ -n "$(component "$only$subject")" ] || fail "there is no component $only$subject; there are: $(names)"
  [ -z "$layer" ] || [ "$layer" -le "$last_layer" ] || fail "there is no layer $layer; the last one is $last_layer"
}

variable() { printf %s "rows_$1_${2//[^A-Za-z0-9]/_}"; }
append() { printf -v "$1" '%s%s\n' "${!1-}" "$2"; }

# Rows of one sort; `needs`, `chart`, `source`, `definitions` and `gate` are those of a component.
rows() {
  local of
  of="rows_$1"
  [ $# -eq 1 ] || of="$(variable "$1" "$2")"
  printf %s "${!of-}"
}
# component <layer> <name> <kind> <namespace> <release> <keep> <timeout> <digest> <folder>
component() {
  local of
  of="$(variable row "$1")"
  printf %s "${!of-}"
}
names() {
  local row
  for row in "${components[@]}"; do take "$row" && printf '%s ' "$name"; done
}

# Sets layer_, name, kind, namespace, release, keep, timeout, digest, folder from a row.
take() {
  IFS=$'\t' read -r _ layer_ name kind namespace release keep timeout digest folder <<<"$1"
  chart="$here/$cluster/charts/$name"
}

# Whether the component that was taken was asked for: all, one layer, one component.
is_selected() { { [ -z "$layer" ] || [ "$layer_" = "$layer" ]; } && { [ -z "$only" ] || [ "$name" = "$only" ]; }; }
