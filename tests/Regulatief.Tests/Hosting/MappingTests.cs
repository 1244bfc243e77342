using AutoMapper;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

public sealed class MappingTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public void Mapping_WholeConfiguration_IsValid() => Host.Services.GetRequiredService<IMapper>().ConfigurationProvider.AssertConfigurationIsValid();
}
