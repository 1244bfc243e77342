using System.Text.RegularExpressions;
using AutoMapper;
using AutoMapper.Internal;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Tests.Architecture;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

/// <summary>AutoMapper goes one way, from what is kept to what a page shows, and is not configured for nothing.</summary>
public sealed partial class MappingTests(SqliteHost host) : FeatureTest(host)
{
    private IConfigurationProvider Configuration => Host.Services.GetRequiredService<IMapper>().ConfigurationProvider;

    private List<TypeMap> Maps => [.. Configuration.Internal().GetAllTypeMaps()];

    [Fact]
    public void Mapping_WholeConfiguration_IsValid()
    {
        Configuration.AssertConfigurationIsValid();
        Maps.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Control_AMapThatMissesAMember_IsNotValid()
    {
        var missing = new MapperConfiguration(mapping => mapping.CreateMap<Version, Missing>(), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        Should.Throw<AutoMapperConfigurationException>(missing.AssertConfigurationIsValid);
    }

    [Fact]
    public void Mapping_Goes_FromWhatIsKeptToAModelOfASlice() =>
        Maps.Where(map => map.SourceType.Assembly != Code.Cases || map.DestinationType.Namespace?.StartsWith("Regulatief.Web.", StringComparison.Ordinal) != true)
            .Select(map => $"{map.SourceType} to {map.DestinationType}").ShouldBeEmpty();

    [Fact]
    public void Mapping_EveryMap_IsUsedBesideIt() => Maps.Select(map => map.DestinationType.Name).Where(name => !Uses().Contains(name)).ShouldBeEmpty();

    [Fact]
    public void Mapping_WhatIsMapped_IsNotMadeByHandFromARowToo() =>
        Maps.Select(map => map.DestinationType.Name).Distinct().Where(name => MadeByHand().Contains(name)).ShouldBeEmpty();

    [Fact]
    public void Control_TheSearchFindsWhatIsMadeByHand() => MadeByHand().ShouldContain("FoundCase");

    private static HashSet<string> Uses() => [.. Sources().SelectMany(text => Use().Matches(text)).Select(use => use.Groups["type"].Value)];

    /// <summary>Made in the lambda of a query or of a conversion, out of the row that it is given.</summary>
    private static HashSet<string> MadeByHand() => [.. Sources().SelectMany(text => ByHand().Matches(text)).Select(made => made.Groups["type"].Value)];

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Regulatief.Web"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

    [GeneratedRegex(@"(?:ProjectTo|mapper\.Map)<(?:List<)?(?<type>\w+)>")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?:Select|ConvertAll)\((?<row>\w+) => new (?<type>\w+)\(\s*\k<row>\.")]
    private static partial Regex ByHand();

    private sealed record Missing(string NotThere);
}
