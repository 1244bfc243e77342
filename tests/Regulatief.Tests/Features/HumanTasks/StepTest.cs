using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

/// <summary>A test of one step's form, in a case where every step is open at once.</summary>
public abstract class StepTest(SqliteHost host, HumanTaskKind kind, bool isPaired = true) : FeatureTest(host)
{
    protected static readonly DateOnly Today = new(2026, 11, 24);

    private const string EveryStep = "alle-stappen";

    protected CaseUnderTest Case { get; private set; } = null!;

    protected HumanTask Step { get; private set; } = null!;

    /// <summary>The one goal of the case.</summary>
    protected Guid Goal { get; private set; }

    protected Account Worker => Case.AccountOf(Step.Role);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await GivenCase(isPaired);
        Step = await OpenTask(Case, kind);
        Goal = (await CaseOf(Case)).Goals.Single().Id.Value;
    }

    protected Task<CaseUnderTest> GivenCase(bool paired = true) => Given(paired ? A.Case().Running(EveryStep).Paired() : A.Case().Running(EveryStep));

    protected Task<CompleteHumanTaskResult> Complete(object answers, string? outcome = null) =>
        As(Worker).SendAsync(new CompleteHumanTaskCommand(Step.Id, outcome, TaskForm.Write(answers)));

    /// <summary>The fields that are refused, each with the code that says why, in the order of their names.</summary>
    protected async Task<SortedDictionary<string, string>> RefusedFields(object answers)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Complete(answers));
        (await StepNow()).IsOpen.ShouldBeTrue();
        return new(refusal.Errors.GroupBy(e => e.PropertyName).ToDictionary(e => e.Key, e => e.First().ErrorCode), StringComparer.Ordinal);
    }

    protected async Task ShouldRefuse(object answers, params string[] fields) =>
        (await RefusedFields(answers)).Keys.ShouldBe(fields, ignoreOrder: true);

    protected async Task ShouldRefuse(object answers, (string Field, string Code) problem) =>
        (await RefusedFields(answers)).ShouldBe([new(problem.Field, problem.Code)]);

    protected async Task<TChoices> Choices<TChoices>() => (TChoices)(await As(Worker).SendAsync(new TaskPageQuery(Step.Id))).Choices!;

    protected async Task<TAnswers> Opened<TAnswers>() => (TAnswers)(await As(Worker).SendAsync(new TaskPageQuery(Step.Id))).BoxedAnswers;

    protected async Task<Page> PageFor(Account account) => await (await As(account).BrowseAsync()).OpenAsync($"/taken/{Step.Id}");

    protected Task<HumanTask> StepNow() => Read(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Id == Step.Id, Cancel));

    protected Task<TimelineEntry> Told(TimelineKind told) => Read(db => db.Timeline.SingleAsync(e => e.CaseId == Case.Id && e.Kind == told, Cancel));
}
