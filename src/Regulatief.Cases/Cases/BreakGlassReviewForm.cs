using FluentValidation;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Cases;

public sealed class BreakGlassReviewAnswers
{
    public bool? IsJustified { get; set; }

    public string? Remarks { get; set; }
}

/// <summary>What the privacy officer judges by. What was read meanwhile stands in the audit log.</summary>
public sealed record BreakGlassUnderReview(string Who, AccountRole Role, BreakGlassCategory Category, string Reason, DateTimeOffset From, DateTimeOffset Until);

/// <summary>The privacy officer's judgement of emergency access.</summary>
internal sealed class BreakGlassReviewForm : TaskForm<BreakGlassReviewAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.BreakGlassReview;

    public override bool OutlivesCase => true;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var access = await AccessAsync(scope, cancellationToken);
        var who = await scope.Db.Accounts.GetAsync(access.AccountId, cancellationToken);
        return new BreakGlassUnderReview(who.DisplayName, access.Role ?? who.FirstRole, access.Category!.Value, access.Reason, access.From, access.EndedAt ?? access.Until!.Value);
    }

    protected override void Check(AbstractValidator<BreakGlassReviewAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsJustified).NotNull();
        rules.RuleFor(a => a.Remarks).NotEmpty().MaximumLength(4000);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, BreakGlassReviewAnswers answers, CancellationToken cancellationToken)
    {
        var isJustified = answers.IsJustified!.Value;
        var access = await AccessAsync(scope, cancellationToken);
        if (access.AccountId == scope.Actor.AccountId) throw new CaseRuleException("review-of-oneself");
        access.Review(isJustified, answers.Remarks!, scope.Actor.AccountId, scope.Now);
        return isJustified ? BreakGlassReview.Justified : BreakGlassReview.NotJustified;
    }

    private static Task<CaseAccess> AccessAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.CaseAccesses.GetAsync(scope.Task.SubjectId!.Value, cancellationToken);
}

public static class BreakGlassReview
{
    public const string Justified = "Justified";
    public const string NotJustified = "NotJustified";

    /// <summary>Reviewed within this term: reminded, never escalated to those whose access it judges.</summary>
    public static readonly Term Term = new(5, EscalateAfter: null);

    /// <summary>The task of judging it; no workflow waits for it.</summary>
    public static HumanTask TaskFor(CaseAccess access, string title) => new()
    {
        CaseId = access.CaseId,
        Kind = HumanTaskKind.BreakGlassReview,
        Title = title,
        Role = AccountRole.PrivacyOfficer,
        SubjectId = access.Id,
        Outcomes = [Justified, NotJustified],
        OpenedAt = access.From,
        DueOn = WorkingCalendar.OfLaw.Add(LegalTime.DateOf(access.From), Term.WorkingDays),
    };
}
