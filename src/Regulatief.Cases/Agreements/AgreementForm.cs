using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Agreements;

public sealed class AgreementAnswers
{
    /// <summary>Why the agreements stay as they are.</summary>
    public string? Remarks { get; set; }
}

/// <param name="Proposal">What waits for signatures; null when nothing does.</param>
/// <param name="Standing">What was signed before and can stay as it is; null when there is nothing.</param>
/// <param name="Opening">The form for a new proposal.</param>
/// <param name="Ended">Why the last ones came to nothing or were ended by a party; null when they were not.</param>
/// <param name="ToRenew">What is to be renewed; null when that is not what is asked.</param>
public sealed record AgreementChoices(AgreementSheet? Proposal, AgreementSheet? Standing, AgreementProposal Opening, EndedAgreement? Ended, AgreementEnd? ToRenew);

/// <param name="Status">Refused or withdrawn.</param>
public sealed record EndedAgreement(AgreementStatus Status, CaseRole By, string Reason, DateTimeOffset At)
{
    internal static EndedAgreement? Of(InformationSharingAgreement? agreement) => agreement is { Status: AgreementStatus.Refused or AgreementStatus.Withdrawn }
        ? new EndedAgreement(agreement.Status, agreement.EndedBy!.Value, agreement.EndReason!, agreement.EndedAt!.Value)
        : null;
}

/// <summary>Ends by the last signature or a refusal; completed by hand, it records that the agreements stay as they are.</summary>
internal sealed class AgreementForm : TaskForm<AgreementAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.Agreement;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var newestFirst = await NewestFirstAsync(scope, cancellationToken);
        var proposal = newestFirst.Find(a => a.Status == AgreementStatus.Proposed);
        var standing = newestFirst.Find(a => a.Id.Value != scope.Task.SubjectId
            && a.StandingOn(scope.Today, scope.Case) is AgreementStanding.InForce or AgreementStanding.NotYetValid or AgreementStanding.Suspended);
        var toRenew = newestFirst.Find(a => a.Id.Value == scope.Task.SubjectId);
        return new AgreementChoices(
            await SheetAsync(proposal), await SheetAsync(standing), AgreementProposal.Opening(scope.Case, newestFirst.FirstOrDefault(), scope.Today),
            EndedAgreement.Of(newestFirst.FirstOrDefault()), toRenew is null ? null : new AgreementEnd(toRenew.Id, toRenew.LastDay, toRenew.LastDay < scope.Today));

        async Task<AgreementSheet?> SheetAsync(InformationSharingAgreement? agreement) => agreement is null
            ? null
            : await scope.Db.SheetOfAsync(agreement, scope.Case, scope.Actor, scope.Today, cancellationToken);
    }

    protected override void Check(AbstractValidator<AgreementAnswers> rules, TaskFormScope scope) =>
        rules.RuleFor(a => a.Remarks).MaximumLength(2000);

    protected override async Task<string> ApplyAsync(TaskFormScope scope, AgreementAnswers answers, CancellationToken cancellationToken)
    {
        var newestFirst = await NewestFirstAsync(scope, cancellationToken);
        var agreed = newestFirst.Find(a => a.Id.Value != scope.Task.SubjectId
            && a.StandingOn(scope.Today, scope.Case) is AgreementStanding.InForce or AgreementStanding.NotYetValid && !a.StillToSign(scope.Case).Any());
        if (agreed is null) throw new CaseRuleException("agreement-signatures-missing", MissingIn(newestFirst, scope));

        scope.Tell(TimelineKind.AgreementInForce, agreed.Id.Value, answers.Remarks);
        return "Agreed";
    }

    private static CaseRole[] MissingIn(List<InformationSharingAgreement> newestFirst, TaskFormScope scope)
    {
        var open = newestFirst.Find(a => a.StandingOn(scope.Today, scope.Case) is AgreementStanding.Proposed or AgreementStanding.Suspended);
        return open is null ? [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional] : [.. open.StillToSign(scope.Case)];
    }

    private static Task<List<InformationSharingAgreement>> NewestFirstAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.Agreements.Where(a => a.CaseId == scope.Case.Id).OrderByDescending(a => a.ProposedAt).ToListAsync(cancellationToken);
}
