#!/usr/bin/env bash
# Until the first release every provider has one migration, Initial. This makes the three anew from the model.
set -euo pipefail
cd "$(dirname "$0")/Regulatief.Migrations"
dotnet tool restore
rm -rf {Sqlite,PostgreSql,SqlServer}/Migrations
dotnet build --nologo -v quiet
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add Initial --no-build --context "${provider}Context" --output-dir "$provider/Migrations"
done
