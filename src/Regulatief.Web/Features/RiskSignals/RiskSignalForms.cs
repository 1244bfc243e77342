using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Web.Features.RiskSignals;

// What pages and API send: everything may be missing, so that the command's own validator tells it at its field.

public sealed record NoteRiskSignalForm(
    RiskSignalKind? Kind, string? Observation, SignalSeverity? Severity, DateOnly? ObservedOn, PartOfDay? ObservedIn, string? Place)
{
    public NoteRiskSignalCommand For(Guid caseId) => new(CaseId.From(caseId), Kind, Observation, Severity, ObservedOn, ObservedIn, Place);
}

public sealed record DiscussRiskSignalForm(
    DateOnly? On, TimeOnly? At, DiscussionManner? How, List<CaseRole>? ToldRecipients, string? ToldWhat, string? ClientsReaction)
{
    public DiscussRiskSignalCommand For(Guid signalId) => new(RiskSignalId.From(signalId), On, At, How, ToldRecipients ?? [], ToldWhat, ClientsReaction);
}

public sealed record FailedAttemptForm(DateOnly? On, DiscussionManner? How, bool AskCoordinator)
{
    public RecordFailedAttemptCommand For(Guid signalId) => new(RiskSignalId.From(signalId), On, How, AskCoordinator);
}

/// <param name="Exception">Null asks for the ordinary ground.</param>
public sealed record ShareRiskSignalForm(CaseRole? Recipient, SharingExceptionForm? Exception)
{
    public ShareRiskSignalCommand For(Guid signalId) =>
        new(RiskSignalId.From(signalId), Recipient, Exception is { } e ? new SharingException(e.Ground ?? default, e.Reason ?? "") : null);
}

public sealed record SharingExceptionForm(SharingGround? Ground, string? Reason);

public sealed record AssessRiskSignalForm(string? Assessment)
{
    public AssessRiskSignalCommand For(Guid signalId) => new(RiskSignalId.From(signalId), Assessment);
}

public sealed record CloseRiskSignalForm(string? Conclusion, string? Feedback)
{
    public CloseRiskSignalCommand For(Guid signalId) => new(RiskSignalId.From(signalId), Conclusion, Feedback);
}
