#!/usr/bin/env bash
# Makes a token that holds for an hour:  docs/token.sh PRIVATE-KEY.pem NAME ROLE [CUSTOMER-ID]
# ROLE is customer, operator, auditor or admin; several with commas between them. Needs openssl.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
key=$1 name=$2 roles=$3 customer=${4:-}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

now=$(date +%s)
claims=$(printf '{"sub":"%s","roles":["%s"],%s"iat":%d,"exp":%d}' \
  "$name" "${roles//,/\",\"}" "${customer:+\"customer_id\":\"$customer\",}" "$now" $((now + 3600)))
content=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url).$(printf '%s' "$claims" | base64url)
printf '%s.%s\n' "$content" "$(printf '%s' "$content" | openssl dgst -sha256 -sign "$key" -binary | base64url)"
