using FluentValidation;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.MyCase;

namespace Regulatief.Tests.Features.MyCase;

public sealed class AskToLookBackTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task AskToLookBack_AnotherClientsCase_IsNotFound()
    {
        var stranger = await Given(A.Account(AccountRole.Client));

        await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(Asking()));
    }

    [Fact]
    public async Task AskToLookBack_WithoutReason_IsRefusedAtItsField() =>
        (await Should.ThrowAsync<ValidationException>(As(Case.Client!).SendAsync(new AskToLookBackCommand(Case.Id, "")))).Errors.Single().PropertyName.ShouldBe("Reason");

    [Fact]
    public async Task AskToLookBack_BeforeWorkingTogether_IsRefused() => await RefusedAs("evaluation-not-now", As(Case.Client!).SendAsync(Asking()));

    [Fact]
    public async Task AskToLookBack_WorkingTogether_MovesTheCycleAndTellsTheProfessional()
    {
        await SignedByAll();

        await As(Case.Client!).SendAsync(Asking());

        (await OpenTasks()).ShouldContain("Samen terugkijken");
        (await Timeline()).ShouldContain(TimelineKind.EvaluationAsked);
        (await UnreadBy(NoticeKind.EvaluationAsked)).ShouldBe([Case.Officer.Id]);
    }

    private AskToLookBackCommand Asking() => new(Case.Id, "Het loopt anders dan ik wil.");
}
