using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Mono.Cecil;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Architecture;

/// <summary>Which part may know which. Each rule has a control: the same check on something that breaks it.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] WebPackages = ["Microsoft.AspNetCore", "Hangfire", "MediatR", "AutoMapper"];

    private static readonly string[] MediatorTypes =
        ["MediatR.IBaseRequest", "MediatR.IRequest`1", "MediatR.IRequestHandler`2", "MediatR.IMediator", "MediatR.IPipelineBehavior`2", "MediatR.Unit"];

    /// <summary>What features know of another today, and Elsa's API with them; an entry that is no longer needed fails too.</summary>
    private static readonly string[] OtherFeaturesToday = ["Workflows uses ElsaApi"];

    /// <summary>What hosted services do themselves today; an entry that is no longer needed fails too.</summary>
    private static readonly string[] HostedServicesBeyondIt =
    [
        "DatabaseClockReader uses Regulatief.Cases.Persistence.DatabaseTime", "DatabaseClockReader uses Regulatief.Cases.Persistence.RegulatiefDbContext",
        "DueWorkSweep uses Microsoft.EntityFrameworkCore.DbSet`1", "DueWorkSweep uses Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "DueWorkSweep uses Regulatief.Cases.Persistence.RegulatiefDbContext", "DueWorkSweep uses Regulatief.Cases.Persistence.WriteGate",
        "LiveConnections uses Microsoft.EntityFrameworkCore.DbSet`1", "LiveConnections uses Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "LiveConnections uses Regulatief.Cases.Persistence.RegulatiefDbContext",
        "MailDelivery uses Microsoft.EntityFrameworkCore.DbSet`1", "MailDelivery uses Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "MailDelivery uses Regulatief.Cases.Persistence.RegulatiefDbContext",
        "NoticeCounter uses Regulatief.Cases.Persistence.RegulatiefDbContext",
        "OutboxDelivery uses Microsoft.EntityFrameworkCore.DbSet`1", "OutboxDelivery uses Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "OutboxDelivery uses Regulatief.Cases.Persistence.RegulatiefDbContext",
        "ShortMessageDelivery uses Microsoft.EntityFrameworkCore.DbSet`1", "ShortMessageDelivery uses Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "ShortMessageDelivery uses Regulatief.Cases.Persistence.RegulatiefDbContext",
    ];

    private static readonly string[] BeyondTheMediator = ["Microsoft.EntityFrameworkCore", "Regulatief.Cases.Persistence", "Regulatief.Engine"];

    [Fact]
    public void Engine_ReferencesNoWebNoDatabaseAndNoneOfOurs() =>
        References(Code.Engine, [.. WebPackages, "Microsoft.EntityFrameworkCore", "Regulatief"]).ShouldBeEmpty();

    [Fact]
    public void Cases_ReferencesNoPagesJobsOrMediator() => References(Code.Cases, WebPackages).ShouldBeEmpty();

    [Fact]
    public void Control_AReferenceThatIsThereIsSeen() =>
        References(Code.Web, [.. WebPackages, "Microsoft.EntityFrameworkCore", "Regulatief"]).Intersect(
            ["Hangfire.Core", "MediatR", "AutoMapper", "Microsoft.EntityFrameworkCore", "Regulatief.Engine"]).Count().ShouldBe(5);

    [Fact]
    public void DatabaseProviders_OutsidePersistence_AreNotNamed() =>
        Repository.Files("src", "*.cs").Where(file => !file.StartsWith("src/Regulatief.Cases/Persistence/", StringComparison.Ordinal))
            .Where(file => Provider().IsMatch(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void Control_AProviderThatIsNamedIsSeen() =>
        Repository.Files("src/Regulatief.Cases/Persistence", "*.cs").ShouldContain(file => Provider().IsMatch(Repository.Read(file)));

    [Fact]
    public void Features_UseNoTypeOfAnother() =>
        Code.TypesOf(Code.Web).SelectMany(type => OtherFeaturesOf(type).Select(other => $"{FeatureOf(type.FullName)} uses {FeatureOf(other)}")).Distinct()
            .ShouldBe(OtherFeaturesToday, ignoreOrder: true);

    [Fact]
    public void Control_ATypeOfElsasApiIsOfAFeature() => FeatureOf(typeof(ElsaErrors).FullName!).ShouldBe("ElsaApi");

    [Fact]
    public void Control_ATypeOfAnotherFeatureIsSeen() =>
        OtherFeaturesOf(Code.DefinitionOf(typeof(ControllerThatKnowsTooMuch)), "Controls").ShouldBe([typeof(LogInCommand).FullName!, typeof(LogInOrigin).FullName!]);

    [Fact]
    public void ControllersAndJobs_DependOnTheMediatorAlone() =>
        Code.TypesOf(Code.Web).Where(IsControllerOrJob)
            .SelectMany(type => BeyondTheMediatorIn(type).Select(used => $"{type.FullName} uses {used}")).ShouldBeEmpty();

    // What runs by itself in the host does its work by commands too.
    [Fact]
    public void HostedServices_DependOnTheMediatorAlone() => Code.TypesOf(Code.Web).Where(IsHostedService)
        .SelectMany(type => BeyondTheMediatorIn(type).Select(used => $"{type.Name} uses {used}")).ShouldBe(HostedServicesBeyondIt, ignoreOrder: true);

    [Fact]
    public void Control_TheSearchFindsHostedServices() => Code.TypesOf(Code.Web).Where(IsHostedService).Select(type => type.Name).ShouldContain(nameof(DueWorkSweep));

    [Fact]
    public void Control_AControllerWithADatabaseIsSeen() =>
        BeyondTheMediatorIn(Code.DefinitionOf(typeof(ControllerThatKnowsTooMuch))).ShouldContain(typeof(RegulatiefDbContext).FullName!);

    [Fact]
    public void Control_TheSearchFindsControllersAndJobs() => Code.TypesOf(Code.Web).Where(IsControllerOrJob).Select(type => type.Name)
        .Intersect([nameof(HumanTasksController), nameof(TokenController), nameof(DueWorkJob)]).Count().ShouldBe(3);

    [Fact]
    public void Handlers_NeverSend() => Code.TypesOf(Code.Web).Where(IsHandler).Where(Sends).Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void Control_AHandlerThatSendsIsSeen()
    {
        var handler = Code.DefinitionOf(typeof(HandlerThatSends));

        IsHandler(handler).ShouldBeTrue();
        Sends(handler).ShouldBeTrue();
    }

    // Those of Elsa's API are slices as well.
    [Fact]
    public void Slices_TouchLittleOfTheMediator() => Code.TypesOf(Code.Web).Where(type => FeatureOf(type.FullName) is not null)
        .SelectMany(type => MoreOfTheMediatorIn(type).Select(used => $"{type.FullName} uses {used}")).ShouldBeEmpty();

    [Fact]
    public void Control_MoreOfTheMediatorIsSeen() =>
        MoreOfTheMediatorIn(Code.DefinitionOf(typeof(LogScopeBehavior<,>))).ShouldContain("MediatR.RequestHandlerDelegate`1");

    private static IEnumerable<string> References(Assembly assembly, string[] prefixes) => assembly.GetReferencedAssemblies()
        .Select(reference => reference.Name!).Where(name => name != assembly.GetName().Name && StartsWithAny(name, prefixes));

    /// <summary>The capability whose folder a type or a view stands in; null outside the features, and for what all share.</summary>
    private static string? FeatureOf(string typeName)
    {
        if (typeName.StartsWith("Regulatief.Web.ElsaApi.", StringComparison.Ordinal)) return "ElsaApi";
        var feature = FeatureName().Match(typeName).Groups[1].Value;
        return feature is "" or "Shared" ? null : feature;
    }

    private static IEnumerable<string> OtherFeaturesOf(TypeDefinition type) => FeatureOf(type.FullName) is { } own ? OtherFeaturesOf(type, own) : [];

    private static IEnumerable<string> OtherFeaturesOf(TypeDefinition type, string own) =>
        Code.UsedBy(type).Where(used => FeatureOf(used) is { } other && other != own);

    private static bool IsControllerOrJob(TypeDefinition type) => !type.IsAbstract && (type.Name.EndsWith("Job", StringComparison.Ordinal)
        || Bases(type).Any(b => b.FullName == typeof(ControllerBase).FullName));

    private static bool IsHostedService(TypeDefinition type) => !type.IsAbstract
        && Bases(type).Prepend(type).Any(b => b.FullName == typeof(BackgroundService).FullName || b.Interfaces.Any(i => i.InterfaceType.FullName == typeof(IHostedService).FullName));

    private static IEnumerable<string> BeyondTheMediatorIn(TypeDefinition type) => Code.UsedBy(type)
        .Where(used => StartsWithAny(used, BeyondTheMediator) && used != typeof(Regulatief.Cases.Persistence.Page).FullName); // a number that comes in, and no more

    private static bool IsHandler(TypeDefinition type) => type.Interfaces.Any(i => i.InterfaceType.GetElementType().FullName == "MediatR.IRequestHandler`2");

    private static bool Sends(TypeDefinition type) => Code.UsedBy(type).Contains(typeof(IMediator).FullName!);

    private static IEnumerable<string> MoreOfTheMediatorIn(TypeDefinition type) => Code.UsedBy(type)
        .Where(used => used.StartsWith("MediatR.", StringComparison.Ordinal)).Except(MediatorTypes);

    private static IEnumerable<TypeDefinition> Bases(TypeDefinition type)
    {
        for (var current = type.BaseType?.Resolve(); current is not null; current = current.BaseType?.Resolve()) yield return current;
    }

    private static bool StartsWithAny(string name, string[] prefixes) => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:Regulatief\.Web\.Features\.|AspNetCoreGeneratedDocument\.Features_)([A-Za-z]+)[._]")]
    private static partial Regex FeatureName();

    [GeneratedRegex(@"\bNpgsql|Microsoft\.Data\.|\b(Use|Is)(Sqlite|Npgsql|SqlServer)\(")]
    private static partial Regex Provider();

    private sealed class ControllerThatKnowsTooMuch(RegulatiefDbContext db) : Controller
    {
        public int Look() => db.Accounts.Count() + new LogInCommand(null, null, null!).GetHashCode();
    }

    private sealed class HandlerThatSends(IMediator mediator) : IRequestHandler<LogInCommand, LogInResult>
    {
        public Task<LogInResult> Handle(LogInCommand request, CancellationToken cancellationToken) => mediator.Send(request, cancellationToken);
    }
}
