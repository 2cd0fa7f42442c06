# What a person sees, and what stays of it in a file.

log=/dev/null
say() { printf '%s\n' "$*" | tee -a "$log"; }
# On the screen and in the log, whatever program speaks; the program's exit code is the code.
logged() { "$@" 2>&1 | tee -a "$log"; }
fail() {
  printf 'error: %s\n' "$*" | tee -a "$log" >&2
  exit 1
}
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
# A text as JSON, which is YAML too.
quoted() { printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

needs_yes() {
  [ -n "$yes" ] && return 0
  say "nothing was written: $1 needs --yes"
  exit 2
}
