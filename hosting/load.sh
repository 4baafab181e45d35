#!/bin/sh
# What a visit costs the server: replay what a browser asked for, as an nginx access log holds it, with wrk (https://github.com/wg/wrk).
#   1. Empty the log, and visit a page in a private window.
#   2. hosting/load.sh http://127.0.0.1:8080 /var/log/nginx/access.log [seconds]
set -eu
host=$1 log=$2 seconds=${3:-20}
script=$(mktemp)
trap 'rm -f "$script"' EXIT
{
    echo 'paths = {'
    awk -F '"' '{ split($2, request, " "); if (request[1] == "GET") printf "  \"%s\",\n", request[2] }' "$log"
    cat <<'LUA'
}
at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], { ["Accept-Encoding"] = "gzip" })
end
function done(summary)
  local seconds, errors = summary.duration / 1e6, summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("%d requests a visit, %.1f kB; %d requests a second, %d visits a second, %d of %d failed\n", #paths,
    summary.bytes / summary.requests * #paths / 1000, summary.requests / seconds, summary.requests / seconds / #paths, failed, summary.requests))
end
LUA
} >"$script"
wrk --threads 1 --connections 50 --duration "${seconds}s" --latency --script "$script" "$host"
