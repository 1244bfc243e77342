#!/usr/bin/env bash
# Adds a migration from the model to each of the three databases. Those that stand there were released, and stay as they are.
set -euo pipefail
name=${1:?Expected the name of the migration, as in: db/add-migration.sh AddPhoneNumbers}
cd "$(dirname "$0")/Regulatief.Migrations"
dotnet tool restore
dotnet build --nologo -v quiet
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add "$name" --no-build --context "${provider}Context" --output-dir "$provider/Migrations"
done
