# Manifests of third parties at a tag: fetched once, applied by the API server, never deleted.

# Prints `<repository> <tag> <commit>` of each source and puts its files into $scratch/files.
fetch_sources() {
  local repo tag path include folder_ commit_ before file
  : >"$scratch/files" && : >"$scratch/sources"
  while IFS=$'\t' read -r _ _ repo tag path include; do
    folder_="${XDG_CACHE_HOME:-$HOME/.cache}/dbaas-gitops/sources/$(printf %s "$repo@$tag" | tr -c 'A-Za-z0-9.@\n' -)"
    if [ ! -d "$folder_" ]; then
      rm -rf "$folder_.part" && mkdir -p "$(dirname "$folder_")"
      git clone --quiet --depth 1 --branch "$tag" --filter=blob:none --sparse -c advice.detachedHead=false "$repo" "$folder_.part" || fail "$name: $repo has no tag $tag, or does not answer"
      mv "$folder_.part" "$folder_"
    fi
    git -C "$folder_" sparse-checkout add "$path" >/dev/null
    commit_="$(git -C "$folder_" rev-parse HEAD)"
    before="$(recorded "$name" sources | tr ';' '\n' | awk -v repo="$repo" -v tag="$tag" '$1 == repo && $2 == tag {print $3}')"
    [ -z "$before" ] || [ "$before" = "$commit_" ] || fail "$name: tag $tag of $repo was $before and is $commit_ now: somebody moved it"
    printf '%s %s %s;' "$repo" "$tag" "$commit_" >>"$scratch/sources"
    for file in "$folder_/$path"/$include; do [ ! -f "$file" ] || printf '%s\n' "$file" >>"$scratch/files"; done
  done <<<"$(rows source "$name")"
  [ -s "$scratch/files" ] || fail "$name: no file matches $(rows source "$name" | cut -f 5- | tr '\t' '/' | tr '\n' ' ')"
}

apply_sources() {
  local file kinds
  fetch_sources
  while IFS= read -r file; do
    kinds="$(inventory <"$file" | cut -f 1 | sort -u | tr '\n' ' ')"
    [ -z "$(rows definitions "$name")" ] || [ "$kinds" = 'CustomResourceDefinition ' ] || fail "$name: $file brings more than definitions: $kinds"
  done <"$scratch/files"
  while IFS= read -r file; do
    logged kube apply --server-side --field-manager=dbaas-delivery ${adopt:+--force-conflicts} -n "$namespace" -f "$file"
  done <"$scratch/files"
  while IFS= read -r file; do wait_source "$file"; done <"$scratch/files"
}

wait_source() { # <file>
  local kind_ name_
  while IFS=$'\t' read -r kind_ _ name_ _; do
    case $kind_ in
      CustomResourceDefinition) [ -z "$wait" ] || kube wait --for=condition=Established --timeout=2m "crd/$name_" >/dev/null ;;
      Deployment) [ -z "$wait" ] || logged kube -n "$namespace" rollout status "deployment/$name_" --timeout="$timeout" ;;
    esac
  done <<<"$(inventory <"$1")"
}
