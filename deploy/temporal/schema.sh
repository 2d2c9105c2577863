#!/bin/sh
# Makes Temporal's two databases and brings their schema up to date. Running it again changes nothing.
set -eu

schema() {
  temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" --port "$DB_PORT" --user "$POSTGRES_USER" --db "$1" "$2" $3
}

for database in temporal visibility; do
  name=temporal
  [ "$database" = temporal ] || name=temporal_visibility
  schema "$name" create ''
  schema "$name" setup-schema '-v 0.0' || true
  schema "$name" update-schema "-d /etc/temporal/schema/postgresql/v12/$database/versioned"
done
