#!/usr/bin/env bash
# Changes the code of a subject in small ways, one at a time, and tells which changes no test notices. Not part of CI: it takes minutes to hours.
# What it found stands in docs/reliability.md; the report comes in artifacts/mutation.
#
#   tests/mutation.sh working-days|sharing-policy|promises ...
#   tests/mutation.sh flowchart
set -euo pipefail
cd "$(dirname "$0")/.."

# Stryker cannot choose among the tests of Microsoft.Testing.Platform (github.com/stryker-mutator/stryker-net/issues/3843), and all of ours would take
# days. So only those that are about the subject are compiled: see Directory.Build.targets.
project=Regulatief.Cases
tests=Regulatief.Tests
mutate=()
RegulatiefMutationTests=
subject() { # FILES TESTS
  for file in $1; do mutate+=(--mutate "**/$file"); done
  RegulatiefMutationTests+=";$2"
}

set -f
for name in "${@:?a subject: working-days, sharing-policy, promises or flowchart}"; do
  case $name in
    working-days) subject 'Time/WorkingCalendar.cs' 'Time/*.cs' ;;
    sharing-policy) subject 'Agreements/SharingPolicy.cs' 'Features/Agreements/SharingPolicyTests.cs' ;;
    promises) subject 'Promises/*.cs' 'Promises/*.cs;Features/DueWorks/*.cs;Features/Incidents/*.cs;Workflows/TransitionPlannerTests.cs' ;;
    flowchart)
      project=Regulatief.Engine
      tests=Regulatief.Engine.Tests
      subject 'Activities/CounterFlow.cs Activities/FlowCounts.cs Activities/JoinModes.cs Activities/TokenBoard.cs Activities/TokenFlow.cs' \
        'Activities/FlowchartTests.cs;Execution/RandomDefinitionTests.cs;Reference/*.cs'
      # A tenth of what the tests draw at random otherwise: most of the time goes there.
      export REGULATIEF_TEST_RANDOM=${REGULATIEF_TEST_RANDOM:-30} ;;
    *) echo "No subject '$name'." >&2; exit 2 ;;
  esac
done

# stryker-config.json has the rest. A configuration of its own: what the others built keeps all its tests. Two minutes more than the tests took, before a
# change counts as a loop without end: a busy machine must not pass for one. Such a loop must not eat the machine's memory either.
export RegulatiefMutationTests RunAnalyzers=false DOTNET_GCHeapHardLimit=0x180000000
dotnet tool restore
cd "tests/$tests"
exec dotnet stryker --config-file ../stryker-config.json --project "$project.csproj" "${mutate[@]}" --skip-version-check --output "../../artifacts/mutation/$(IFS=+; echo "$*")"
