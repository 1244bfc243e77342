using System.Reflection;
using Mono.Cecil;

namespace Regulatief.Tests.Architecture;

/// <summary>
/// In which direction folders know each other. What goes against it today is listed, and the list only shrinks: an entry that is no longer needed fails too.
/// </summary>
public sealed class FolderTests
{
    private const string CasesRoot = "Regulatief.Cases.";
    private const string WebRoot = "Regulatief.Web.";
    private const string Workflows = "Workflows";

    /// <summary>Each knows those before it. The context names every entity and every entity's queries know the context: what <c>Persistence</c> uses is not asked.</summary>
    private static readonly string[] CasesOrder =
    [
        "Time", "Persistence", "Accounts", "ClosingDays", "Clients", "Projects", "Volunteers", "Cases", "Audit", "Idempotency", "Operations", "Notices", "HumanTasks", "Intakes", "InclusionChecks",
        "StartContacts", "SafetyChecks", "TaskDivisions", "Agreements", "RiskSignals", "Meetings", "Evaluations", "ClientRequests", "Contacts", "Closures", "Escalations", "FollowUps",
        "Reminders", "Outbox", "Promises", "Handovers", "Definitions", Workflows, "Retention",
    ];

    /// <summary>Features know the host's words (messages, policies, what controllers derive from); the host's machinery knows the features, which know it not.</summary>
    private static readonly string[] WebOrder =
        ["Features.Shared", "Hosting", "ElsaApi", "Features", "Hosting.Options", "Hosting.Calendars", "Hosting.Mailing", "Hosting.Pipeline", "Hosting.Health", "Hosting.Jobs", "Hosting.StartUp", "Hosting.Demo", "Hosting.Commands"];

    private static readonly string[] CasesAgainstIt =
    [
        "Accounts uses Cases", "Accounts uses Clients", "Accounts uses Volunteers",
        "Agreements uses Escalations", "Agreements uses Meetings", "Agreements uses Promises", "Agreements uses RiskSignals",
        "Audit uses Definitions", "Audit uses HumanTasks", "Audit uses RiskSignals",
        "Cases uses Agreements", "Cases uses Closures", "Cases uses Escalations", "Cases uses Evaluations", "Cases uses HumanTasks", "Cases uses Idempotency", "Cases uses Meetings",
        "Cases uses Outbox", "Cases uses Promises", "Cases uses RiskSignals", "Cases uses Workflows",
        "Contacts uses Promises",
        "Definitions uses Workflows",
        "Escalations uses Promises",
        "FollowUps uses Workflows",
        "HumanTasks uses Agreements", "HumanTasks uses ClientRequests", "HumanTasks uses Closures", "HumanTasks uses Contacts", "HumanTasks uses Escalations", "HumanTasks uses Evaluations",
        "HumanTasks uses InclusionChecks", "HumanTasks uses Intakes", "HumanTasks uses Meetings", "HumanTasks uses RiskSignals",
        "HumanTasks uses SafetyChecks", "HumanTasks uses StartContacts", "HumanTasks uses TaskDivisions", "HumanTasks uses Workflows",
        "Meetings uses ClientRequests", "Meetings uses Promises", "Meetings uses Workflows",
        "Outbox uses Workflows",
        "Promises uses Retention", "Promises uses Workflows",
        "Reminders uses Promises",
        "RiskSignals uses Promises", "RiskSignals uses Workflows",
        "Volunteers uses Cases", "Volunteers uses Contacts", "Volunteers uses Evaluations", "Volunteers uses HumanTasks", "Volunteers uses Intakes", "Volunteers uses Meetings", "Volunteers uses Notices", "Volunteers uses Promises",
        "Volunteers uses Reminders", "Volunteers uses RiskSignals", "Volunteers uses Workflows",
    ];

    private static readonly string[] WebAgainstIt =
    [
        "ElsaApi uses Hosting.Pipeline",
        "Features uses Hosting.Calendars", "Features uses Hosting.Jobs", "Features uses Hosting.Mailing", "Features uses Hosting.Options", "Features uses Hosting.Pipeline", "Features uses Hosting.StartUp",
        "Features.Shared uses Hosting", "Features.Shared uses Hosting.Pipeline",
        "Hosting uses Hosting.Pipeline",
        "Hosting.Pipeline uses Hosting.Jobs",
        "Hosting.Demo uses Hosting.Commands",
        "Hosting.StartUp uses Hosting.Demo",
    ];

    /// <summary>What capabilities use of the workflows beyond their public types.</summary>
    private static readonly string[] InsideWorkflows =
    [
        "Cases uses Regulatief.Cases.Workflows.Transitions.CaseState", "Meetings uses Regulatief.Cases.Workflows.Transitions.CaseState",
        "Promises uses Regulatief.Cases.Workflows.Migration.MigratingCase", "Promises uses Regulatief.Cases.Workflows.Transitions.Promised",
        "RiskSignals uses Regulatief.Cases.Workflows.Effects.OpenHumanTask", "RiskSignals uses Regulatief.Cases.Workflows.Transitions.SignalRead",
    ];

    [Fact]
    public void Cases_FoldersKnowThoseBeforeThem() => AgainstTheOrder(Code.Cases, FolderInCases, CasesOrder).Where(edge => !edge.StartsWith("Persistence ", StringComparison.Ordinal)).ShouldBe(CasesAgainstIt, ignoreOrder: true);

    [Fact]
    public void Web_FoldersKnowThoseBeforeThem() => AgainstTheOrder(Code.Web, FolderInWeb, WebOrder).ShouldBe(WebAgainstIt, ignoreOrder: true);

    [Fact]
    public void Cases_CapabilitiesKnowOfWorkflowsWhatIsPublic() => Code.TypesOf(Code.Cases)
        .Where(type => FolderInCases(type.FullName) is { } folder && folder is not (Workflows or "Persistence"))
        .SelectMany(type => InsideOfWorkflows(type).Select(used => $"{FolderInCases(type.FullName)} uses {used}")).Distinct().ShouldBe(InsideWorkflows, ignoreOrder: true);

    [Fact]
    public void Folders_AllStandInTheOrder()
    {
        Code.TypesOf(Code.Cases).Select(type => FolderInCases(type.FullName)).OfType<string>().Distinct().Except(CasesOrder).ShouldBeEmpty();
        Code.TypesOf(Code.Web).Select(type => FolderInWeb(type.FullName)).OfType<string>().Distinct().Except(WebOrder).ShouldBeEmpty();
    }

    [Fact]
    public void Control_WhatGoesAgainstTheOrderIsSeen() => AgainstTheOrder(Code.Cases, FolderInCases, [.. CasesOrder.Reverse()]).ShouldContain($"{Workflows} uses Cases");

    [Fact]
    public void Control_AnInsideOfWorkflowsIsSeen() =>
        Code.TypesOf(Code.Cases).Where(type => FolderInCases(type.FullName) == Workflows).SelectMany(InsideOfWorkflows).ShouldNotBeEmpty();

    private static IEnumerable<string> AgainstTheOrder(Assembly assembly, Func<string, string?> folderOf, string[] order) => Code.TypesOf(assembly)
        .SelectMany(type => folderOf(type.FullName) is { } own ? Code.UsedBy(type).Select(folderOf).OfType<string>().Select(used => (Own: own, Used: used)) : [])
        .Where(edge => Array.IndexOf(order, edge.Used) > Array.IndexOf(order, edge.Own)).Select(edge => $"{edge.Own} uses {edge.Used}").Distinct();

    /// <summary>Types of a folder under <c>Workflows</c>, and internal ones of itself.</summary>
    private static IEnumerable<string> InsideOfWorkflows(TypeDefinition type) => Code.UsedBy(type)
        .Where(used => used.StartsWith($"{CasesRoot}{Workflows}.", StringComparison.Ordinal))
        .Where(used => used[(CasesRoot.Length + Workflows.Length + 1)..].Contains('.', StringComparison.Ordinal) || Code.Cases.GetType(used.Replace('/', '+')) is { IsVisible: false });

    private static string? FolderInCases(string type) => type.StartsWith(CasesRoot, StringComparison.Ordinal) && type[CasesRoot.Length..].Split('.') is { Length: > 1 } parts ? parts[0] : null;

    private static string? FolderInWeb(string type)
    {
        if (type.StartsWith("AspNetCoreGeneratedDocument.Features_", StringComparison.Ordinal)) return type.StartsWith("AspNetCoreGeneratedDocument.Features_Shared_", StringComparison.Ordinal) ? "Features.Shared" : "Features";
        if (!type.StartsWith(WebRoot, StringComparison.Ordinal)) return null;

        var parts = type[WebRoot.Length..].Split('.');
        return parts switch
        {
            ["Features", "Shared", ..] => "Features.Shared",
            ["Features" or "ElsaApi", ..] => parts[0],
            ["Hosting", _] => "Hosting",
            ["Hosting", var part, ..] => $"Hosting.{part}",
            _ => null,
        };
    }
}
