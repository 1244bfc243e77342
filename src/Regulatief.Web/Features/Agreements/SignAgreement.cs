using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>A party's signature. The last one that was wanted puts the agreement in the older one's place and moves the cycle on.</summary>
/// <param name="ForClient">The client signs on this professional's device.</param>
/// <param name="InOwnWords">What the client understood, in the client's own words.</param>
/// <param name="ClientConfirms">On the professional's device: that it is the client who signs.</param>
/// <exception cref="CaseRuleException">Codes that begin with <c>agreement-</c>.</exception>
public sealed record SignAgreementCommand(AgreementId AgreementId, bool ForClient = false, string? InOwnWords = null, bool ClientConfirms = false)
    : ICommand<SignAgreementResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(AgreementId);
}

/// <param name="StillToSign">The parties whose signature is still wanted.</param>
public sealed record SignAgreementResult(AgreementId AgreementId, AgreementStanding Standing, IReadOnlyList<CaseRole> StillToSign);

internal sealed class SignAgreementValidator : AbstractValidator<SignAgreementCommand>
{
    public SignAgreementValidator()
    {
        RuleFor(c => c.InOwnWords).MaximumLength(2000);
        When(c => c.ForClient, () =>
        {
            RuleFor(c => c.InOwnWords).NotEmpty().WithErrorCode("agreement-own-words-missing");
            RuleFor(c => c.ClientConfirms).Equal(true).WithErrorCode("agreement-client-confirms");
        });
    }
}

internal sealed class SignAgreementHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<SignAgreementCommand, SignAgreementResult>
{
    public async Task<SignAgreementResult> Handle(SignAgreementCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        @case.RefuseIfClosed();
        var agreement = await db.Agreements.VisibleTo(actor).GetAsync(command.AgreementId, cancellationToken);

        var signer = command.ForClient ? Signer.ClientBeside(actor, @case) : Signer.With(actor, @case);
        if (signer.Party == CaseRole.Coordinator) signer = signer.InCover(actor, await db.CoordinatorsOfAsync(@case, cancellationToken));
        agreement.Sign(signer.Party, signer.PersonId, signer.Manner, actor.AccountId, now, command.InOwnWords);

        await db.LetInWhoSignedAsync(agreement, @case, actor, now, cancellationToken);

        var news = new AgreementNews(db, agreement, @case, actor, now);
        news.Tell(TimelineKind.AgreementSigned);
        await news.SettleRequestOfAsync(command.ForClient ? @case.Client.AccountId : actor.AccountId, Party.RoleOf(signer.Party), cancellationToken);

        var stillToSign = agreement.StillToSign(@case);
        if (stillToSign.Count == 0) await AgreeAsync(news, cancellationToken);
        return new SignAgreementResult(agreement.Id, agreement.StandingOn(Regulatief.Cases.Time.LegalTime.DateOf(now), @case), stillToSign);
    }

    private async Task AgreeAsync(AgreementNews news, CancellationToken cancellationToken)
    {
        var (agreement, @case) = (news.Agreement, news.Case);
        news.Tell(TimelineKind.AgreementInForce);
        foreach (var older in await db.Agreements.SignedOf(@case.Id).Where(a => a.Id != agreement.Id).ToListAsync(cancellationToken))
        {
            older.Replace(agreement.ValidFrom, news.At);
            await (news with { Agreement = older }).SettleEndAsync(cancellationToken);
        }

        await db.PromiseAgreementEndAsync(@case.Id, news.At, cancellationToken);
        foreach (var task in await db.HumanTasks.Open().Where(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.Agreement).ToListAsync(cancellationToken))
            if (task.IsOpen && task.SubjectId != agreement.Id.Value) await workflows.CompleteTaskAsync(task, @case, "Agreed", actor.AccountId, null, cancellationToken);
    }
}
