using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Routing.Patterns;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Instances;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Somebody with an account asked for an address that is not for their role: the answer is a 403, and the audit log tells it.</summary>
internal sealed class RefusedAccess : IAuthorizationMiddlewareResultHandler
{
    /// <summary>No request of ours was sent: the border refused.</summary>
    public const string Action = "access-refused";

    private readonly AuthorizationMiddlewareResultHandler _answers = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden) await RecordAsync(context);
        await _answers.HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>Of someone without an account there is nothing to tell: they are asked to log in.</summary>
    public static async Task RecordAsync(HttpContext context)
    {
        var actor = context.RequestServices.GetRequiredService<CurrentActor>();
        if (!actor.IsKnown || context.GetEndpoint() is not RouteEndpoint endpoint) return;
        await context.RequestServices.GetRequiredService<ReadAudit>().RecordRefusalAsync(
            actor.Value, Action, RouteSubjects.Of(endpoint.RoutePattern, context.Request.RouteValues), $"{context.Request.Method} {RouteSubjects.Written(endpoint.RoutePattern)}",
            context.RequestAborted);
    }
}

/// <summary>What an address is about: the folder before its first id says what the id is of.</summary>
internal static class RouteSubjects
{
    private static readonly Dictionary<string, Func<Guid, AuditSubject>> ByFolder = new(StringComparer.Ordinal)
    {
        ["trajecten"] = OfCase,
        ["mijn-traject"] = OfCase,
        ["cases"] = OfCase,
        ["taken"] = OfTask,
        ["tasks"] = OfTask,
        ["signalen"] = OfSignal,
        ["risk-signals"] = OfSignal,
        ["afspraken"] = OfAgreement,
        ["agreements"] = OfAgreement,
        ["escalaties"] = OfEscalation,
        ["escalations"] = OfEscalation,
        ["antwoorden"] = id => AuditSubject.Of<EscalationBatch>(id),
        ["escalation-batches"] = id => AuditSubject.Of<EscalationBatch>(id),
        ["acuut"] = OfDangerCall,
        ["danger-calls"] = OfDangerCall,
        ["storingen"] = id => AuditSubject.Of(CaseKey.OfIncident(id)),
        ["outside-tasks"] = id => AuditSubject.Of(CaseKey.OfOutboxMessage(id)),
        ["driegesprekken"] = OfMeeting,
        ["meetings"] = OfMeeting,
        ["ondersteuning"] = id => AuditSubject.Of<SupportRequest>(id),
        ["support-requests"] = id => AuditSubject.Of<SupportRequest>(id),
        ["voorstellen"] = id => AuditSubject.Of(CaseKey.OfMatchProposal(id)),
        ["mijn-voorstellen"] = id => AuditSubject.Of(CaseKey.OfMatchProposal(id)),
        ["match-proposals"] = id => AuditSubject.Of(CaseKey.OfMatchProposal(id)),
        ["vrijwilligers"] = id => AuditSubject.Of<Volunteer>(id),
        ["overdracht"] = OfHandover,
        ["case-handovers"] = OfHandover,
        ["waarneming"] = id => AuditSubject.Of<Cover>(id),
        ["covers"] = id => AuditSubject.Of<Cover>(id),
        ["sluitingsdagen"] = id => AuditSubject.Of<ClosingPeriod>(id),
        ["closing-days"] = id => AuditSubject.Of<ClosingPeriod>(id),
        ["sessies"] = id => AuditSubject.Of<Session>(id),
        ["apparaten"] = id => AuditSubject.Of<PushDevice>(id),
        ["formulieren"] = id => AuditSubject.Of<HeldForm>(id),
        ["tokens"] = id => AuditSubject.Of<ApiToken>(id),
        ["accounts"] = id => AuditSubject.Of<Account>(id),
        ["projecten"] = id => AuditSubject.Of<Project>(id),
        ["projects"] = id => AuditSubject.Of<Project>(id),
        ["versies"] = id => AuditSubject.Of<StoredDefinition>(id),
        ["samenvoegen"] = id => AuditSubject.Of<StoredDefinition>(id),
        ["bewaren"] = OfCase,
        ["vasthouden"] = id => AuditSubject.Of<LegalHold>(id),
        ["verwijderingen"] = id => AuditSubject.Of<Erasure>(id),
        ["vragen"] = id => AuditSubject.Of<AuditQuestion>(id),
        ["verplaatsingen"] = id => AuditSubject.Of<MigrationBatch>(id),
        ["workflow-migrations"] = id => AuditSubject.Of<MigrationBatch>(id),
        ["workflow-instances"] = id => AuditSubject.Of<WorkflowInstance>(id),
    };

    public static AuditSubject Of(RoutePattern pattern, RouteValueDictionary values)
    {
        if (values.GetValueOrDefault("definitionId") is string definitionId) return AuditSubject.OfDefinition(definitionId);
        return NamedIn(pattern) is var (folder, parameter) && ByFolder.TryGetValue(folder, out var subject)
            && Guid.TryParse(values.GetValueOrDefault(parameter)?.ToString(), out var id) ? subject(id) : AuditSubject.None;
    }

    /// <summary>The first id in an address and the folder before it; null when it holds none.</summary>
    public static (string Folder, string Parameter)? NamedIn(RoutePattern pattern)
    {
        var folder = "";
        foreach (var part in pattern.PathSegments.Select(segment => segment.Parts[0]))
        {
            if (part is RoutePatternParameterPart parameter) return (folder, parameter.Name);
            if (part is RoutePatternLiteralPart literal) folder = literal.Content;
        }

        return null;
    }

    public static bool Knows(string folder) => ByFolder.ContainsKey(folder);

    /// <summary>The address with the names of its ids in place of them.</summary>
    public static string Written(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }))));

    private static AuditSubject OfCase(Guid id) => AuditSubject.Of(CaseKey.Of(CaseId.From(id)));

    private static AuditSubject OfTask(Guid id) => AuditSubject.Of(CaseKey.Of(HumanTaskId.From(id)));

    private static AuditSubject OfSignal(Guid id) => AuditSubject.Of(CaseKey.Of(RiskSignalId.From(id)));

    private static AuditSubject OfAgreement(Guid id) => AuditSubject.Of(CaseKey.Of(AgreementId.From(id)));

    private static AuditSubject OfMeeting(Guid id) => AuditSubject.Of(CaseKey.Of(MeetingId.From(id)));

    private static AuditSubject OfHandover(Guid id) => AuditSubject.Of(CaseKey.OfHandover(id));

    private static AuditSubject OfEscalation(Guid id) => AuditSubject.Of(CaseKey.OfEscalation(id));

    private static AuditSubject OfDangerCall(Guid id) => AuditSubject.Of(CaseKey.OfDangerCall(id));
}
