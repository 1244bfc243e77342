using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.RiskSignals;

public sealed class ExceptionReviewAnswers
{
    public bool? IsJustified { get; set; }

    public string? Remarks { get; set; }

    /// <summary>Whether the client may see it from now on.</summary>
    public bool? IsReleased { get; set; }

    public string? ReleaseReason { get; set; }

    /// <summary>Asked when it is not released: from today, at most a year ahead.</summary>
    public DateOnly? ReconsiderOn { get; set; }
}

/// <summary>What the privacy officer judges by. The signal's content is not among it.</summary>
/// <param name="IsReleased">The client sees it already; releasing changes nothing more.</param>
public sealed record ExceptionUnderReview(
    SharingGround Ground, string Reason, DateTimeOffset SharedAt, string SharedBy, CaseRole? SharedByRole, CaseRole Recipient, bool IsReleased, ExceptionReview? Previous);

/// <summary>The privacy officer's judgement of a sharing outside the agreement.</summary>
internal sealed class ExceptionReviewForm : TaskForm<ExceptionReviewAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.ExceptionReview;

    public override bool OutlivesCase => true;

    public override async Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        await PreviousAsync(scope, cancellationToken) is { } previous
            ? new ExceptionReviewAnswers { IsJustified = previous.IsJustified, Remarks = previous.Remarks }
            : new ExceptionReviewAnswers();

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var disclosure = await DisclosureAsync(scope, cancellationToken);
        var signal = await scope.Db.RiskSignals.GetAsync(disclosure.RiskSignalId, cancellationToken);
        var sharer = await scope.Db.Accounts.SingleAsync(a => a.Id == disclosure.SharedById, cancellationToken);
        var names = await scope.Db.NamesForAsync(scope.Actor.Role, [sharer.Id], cancellationToken);
        return new ExceptionUnderReview(
            disclosure.Ground, disclosure.Reason!, disclosure.From, names[sharer.Id], Party.Of(disclosure.SharedByRole ?? sharer.FirstRole), disclosure.Recipient,
            signal.ReleasedToClientAt is not null, await PreviousAsync(scope, cancellationToken));
    }

    protected override void Check(AbstractValidator<ExceptionReviewAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsJustified).NotNull();
        rules.RuleFor(a => a.Remarks).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.IsReleased).NotNull();
        rules.RuleFor(a => a.ReleaseReason).NotEmpty().MaximumLength(2000);
        rules.RuleFor(a => a.ReconsiderOn).NotNull()
            .GreaterThanOrEqualTo(scope.Today).LessThanOrEqualTo(scope.Today.AddYears(1)).When(a => a.IsReleased == false);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ExceptionReviewAnswers answers, CancellationToken cancellationToken)
    {
        var disclosure = await DisclosureAsync(scope, cancellationToken);
        if (disclosure.SharedById == scope.Actor.AccountId) throw new CaseRuleException("review-of-oneself");
        var isReleased = answers.IsReleased!.Value;
        scope.Db.ExceptionReviews.Add(new ExceptionReview
        {
            CaseId = scope.Case.Id,
            DisclosureId = disclosure.Id,
            IsJustified = answers.IsJustified!.Value,
            Remarks = answers.Remarks!,
            IsReleased = isReleased,
            ReleaseReason = answers.ReleaseReason!,
            ReconsiderOn = isReleased ? null : answers.ReconsiderOn,
            ReviewedById = scope.Actor.AccountId,
            ReviewedAt = scope.Now,
        });

        if (isReleased) await ReleaseAsync(scope, disclosure, cancellationToken);
        else WeighAgain(scope, disclosure, answers.ReconsiderOn!.Value);
        return answers.IsJustified!.Value ? ExceptionReview.Justified : ExceptionReview.NotJustified;
    }

    private static async Task ReleaseAsync(TaskFormScope scope, Disclosure disclosure, CancellationToken cancellationToken)
    {
        var signal = await scope.Db.RiskSignals.GetAsync(disclosure.RiskSignalId, cancellationToken);
        signal.ReleaseToClient(scope.Now);
        if (scope.Case.Client.AccountId is { } client)
            scope.Db.Notices.Add(new Notice { AccountId = client, Role = AccountRole.Client, Kind = NoticeKind.SignalShared, CaseId = scope.Case.Id, SubjectId = signal.Id.Value, At = scope.Now });
    }

    private static void WeighAgain(TaskFormScope scope, Disclosure disclosure, DateOnly on)
    {
        var task = ExceptionReview.TaskFor(disclosure, scope.Task.Title, on, scope.Now);
        scope.Db.HumanTasks.Add(task);
        scope.Db.PromiseTerm(task, ExceptionReview.Term, WorkingCalendar.OfLaw, scope.Now);
    }

    private static Task<Disclosure> DisclosureAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.Disclosures.GetAsync(scope.Task.SubjectId!.Value, cancellationToken);

    private static Task<ExceptionReview?> PreviousAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.ExceptionReviews.AsNoTracking().Where(r => r.DisclosureId == scope.Task.SubjectId!.Value)
            .OrderByDescending(r => r.ReviewedAt).FirstOrDefaultAsync(cancellationToken);
}
