using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>Passes a risk signal to a role on the case, if the parties agreed that it may be.</summary>
/// <param name="Exception">Acute danger or a legal duty; null asks for the ordinary ground.</param>
/// <exception cref="CaseRuleException">Codes that begin with <c>sharing-</c>: the condition that failed.</exception>
public sealed record ShareRiskSignalCommand(RiskSignalId SignalId, CaseRole? Recipient, SharingException? Exception)
    : ICommand<ShareRiskSignalResult>, IConcernsCase, IDiscloses, IStepsUp
{
    public CaseKey Case => CaseKey.Of(SignalId);

    bool IStepsUp.AsksFactor => Exception is not null;
}

public sealed record ShareRiskSignalResult(RiskSignalId SignalId, SharingGround Ground);

internal sealed class ShareRiskSignalValidator : AbstractValidator<ShareRiskSignalCommand>
{
    public ShareRiskSignalValidator()
    {
        RuleFor(c => c.Recipient).NotNull().IsInEnum();
        When(c => c.Exception is not null, () =>
        {
            RuleFor(c => c.Exception!.Ground).Must(ground => ground is SharingGround.AcuteDanger or SharingGround.LegalDuty).WithErrorCode("signal-exception-ground");
            RuleFor(c => c.Exception!.Reason).NotEmpty().MaximumLength(2000);
        });
    }
}

internal sealed class ShareRiskSignalHandler(
    RegulatiefDbContext db, Actor actor, WorkflowHost workflows, SharingPolicy policy, Texts texts, DangerCallTerm calls, TimeProvider time)
    : IRequestHandler<ShareRiskSignalCommand, ShareRiskSignalResult>
{
    public async Task<ShareRiskSignalResult> Handle(ShareRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(command.SignalId, actor, cancellationToken);
        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        var isFirst = !signal.IsShared;

        // Only the policy can make a permit, and Share takes nothing else: no route goes round the agreement.
        var permit = await policy.PermitFor(signal, @case, command.Recipient!.Value, command.Exception, cancellationToken);
        var disclosure = signal.Share(permit);

        if (isFirst) await HandOverAsync(signal, @case, disclosure, cancellationToken);
        TellRecipient(disclosure);
        if (disclosure.Ground == SharingGround.AcuteDanger) await db.CallOutAsync(disclosure, @case, calls.AnswerWithin, cancellationToken);
        if (disclosure.IsException) await AskForReviewAsync(@case, disclosure, cancellationToken);
        return new ShareRiskSignalResult(signal.Id, permit.Ground);
    }

    /// <summary>The task of following the signal passes from the volunteer to the recipient.</summary>
    private async Task HandOverAsync(RiskSignal signal, Case @case, Disclosure disclosure, CancellationToken cancellationToken)
    {
        await db.StopAskingAboutReachingAsync(signal.Id, time.GetUtcNow(), cancellationToken);
        // None when its workflow failed, or had no step of the volunteer's: the disclosure stands by itself.
        if (await db.HumanTasks.OpenAbout(signal.Id).SingleOrDefaultAsync(cancellationToken) is not { } task) return;
        var answer = new JsonObject { ["recipient"] = Party.RoleOf(disclosure.Recipient).ToString(), ["isToday"] = disclosure.Ground == SharingGround.AcuteDanger };
        await workflows.CompleteTaskAsync(task, @case, RiskSignalOutcome.Shared, actor.AccountId, answer, cancellationToken);
    }

    private void TellRecipient(Disclosure disclosure)
    {
        db.Timeline.Add(new TimelineEntry
        {
            CaseId = disclosure.CaseId, Kind = TimelineKind.SignalShared, At = disclosure.From, ById = actor.AccountId, SubjectId = disclosure.RiskSignalId.Value,
        });
        // Acute danger is told as that, not beside it.
        if (disclosure.Ground != SharingGround.AcuteDanger)
            Notify(disclosure.People.ConvertAll(p => p.AccountId), Party.RoleOf(disclosure.Recipient), NoticeKind.SignalShared, disclosure, disclosure.RiskSignalId.Value);
    }

    /// <summary>Coordinators are told that an exception was made, not what is in the signal; the privacy officers judge it.</summary>
    private async Task AskForReviewAsync(Case @case, Disclosure disclosure, CancellationToken cancellationToken)
    {
        var review = ExceptionReview.TaskFor(disclosure, texts["RiskSignals.ReviewTask"], ExceptionReview.DueAfter(disclosure.From), disclosure.From);
        db.HumanTasks.Add(review);
        db.PromiseTerm(review, ExceptionReview.Term, WorkingCalendar.OfLaw, disclosure.From);

        Notify(await db.HoldersOfAsync(@case, CaseRole.Coordinator, cancellationToken), AccountRole.Coordinator, NoticeKind.ExceptionInvoked, disclosure, null);
        var privacyOfficers = await db.Accounts.Active(AccountRole.PrivacyOfficer).Select(a => a.Id).ToListAsync(cancellationToken);
        Notify(privacyOfficers, AccountRole.PrivacyOfficer, NoticeKind.ExceptionInvoked, disclosure, review.Id.Value);
    }

    private void Notify(IReadOnlyList<Guid> people, AccountRole role, NoticeKind kind, Disclosure disclosure, Guid? subjectId) =>
        db.Notices.AddRange(people.Where(id => id != actor.AccountId).Select(id =>
            new Notice { AccountId = id, Role = role, Kind = kind, CaseId = disclosure.CaseId, SubjectId = subjectId, At = disclosure.From }));
}
