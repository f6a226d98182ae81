#!/usr/bin/env bash
# A standby that follows PRIMARY: copies it once, then streams. Runs as the user that owns PGDATA.
set -euo pipefail
: "${PGDATA:?}" "${PRIMARY:?}" "${REPLICATION_PASSWORD:?}"
export PGPASSWORD=$REPLICATION_PASSWORD PGPORT=${PRIMARY_PORT:-5432}
copy() {
    pg_basebackup -h "$PRIMARY" -U replicator -w -D "$PGDATA" -X stream -R -S standby --checkpoint=fast "$@"
}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    echo "Copying $PRIMARY"
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    copy -C || copy  # the slot is there already when a standby is made anew
fi
exec postgres "$@"
