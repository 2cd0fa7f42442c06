# What an apply would take away. Objects that hold data are never among it.

# <kind> <namespace> <name> <keep> of every object in YAML on standard input, sorted.
inventory() {
  awk '
    function out() { if (kind != "" && name != "") print kind "\t" (namespace == "" ? "-" : namespace) "\t" name "\t" (keep ? "keep" : "-"); kind = name = namespace = ""; keep = top = 0 }
    { sub(/\r$/, "") }
    /^---/ { out(); next }
    /^[A-Za-z]/ { top = ($0 ~ /^metadata:/) }
    /^kind:/ { kind = $2; gsub(/["\047]/, "", kind) }
    top && /^  name:/ { name = $2; gsub(/["\047]/, "", name) }
    top && /^  namespace:/ { namespace = $2; gsub(/["\047]/, "", namespace) }
    top && /^    ["\047]?helm.sh\/resource-policy["\047]?: *["\047]?keep/ { keep = 1 }
    END { out() }
  ' | sort -u
}

# Objects of the release that YAML in file <2> no longer has and Helm would delete, but for those that say `keep`.
vanishing() { # <release> <file>
  hlm get manifest "$1" -n "$namespace" 2>/dev/null | inventory | grep -v $'\tkeep$' | cut -f 1-3 >"$scratch/before" || true
  inventory <"$2" | cut -f 1-3 >"$scratch/after"
  comm -23 <(in_release <"$scratch/before") <(in_release <"$scratch/after")
}

# A namespace that is not written is that of the release.
in_release() { awk -F '\t' -v OFS='\t' -v home="$namespace" '$2 == home {$2 = "-"} {print}' | sort -u; }

# Deleting one of these deletes data.
is_protected() { [ -n "$(rows protected | cut -f 2 | grep -xF -- "$1")" ]; }

guard() { # <file with what is to come>
  local lost kind_
  lost="$(vanishing "$release" "$1")"
  [ -n "$lost" ] || return 0
  while IFS=$'\t' read -r kind_ _; do
    ! is_protected "$kind_" || fail "$name: the new release lacks $(printf %s "$lost" | grep "^$kind_" | tr '\t' ' ' | sed -n 1p), which holds data. It stays; nothing was written. docs/runbooks/helm.md, \"An object that holds data\""
  done <<<"$lost"
  say "  no longer in it, so deleted: $(printf %s "$lost" | tr '\t' ' ' | tr '\n' ',')"
}
