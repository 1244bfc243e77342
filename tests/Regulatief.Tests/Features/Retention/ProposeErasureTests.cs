using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Retention;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Features.Retention;

/// <summary>What may be proposed to go, and who decides: <see cref="ProposeErasureCommand"/> and <see cref="DecideErasureCommand"/>.</summary>
public sealed class ProposeErasureTests(SqliteHost host) : RetentionTest(host)
{
    [Fact]
    public async Task ProposeErasure_AnotherRole_IsRefused()
    {
        var @case = await Closed(A.Case());

        foreach (var account in new[] { @case.Officer, @case.Coordinator, @case.Client!, Second, await Given(A.Account(AccountRole.Administrator)) })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new ProposeErasureCommand([FileOf(@case)])))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new FindErasuresQuery(1)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ErasurePageQuery(Guid.NewGuid())))).Code.ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(As(Second).SendAsync(new ErasurePageQuery(Guid.NewGuid())));
    }

    [Fact]
    public async Task ProposeErasure_NothingOrTheAuditLogOrOneTwice_IsRefusedAtItsField()
    {
        var @case = await Closed(A.Case());

        foreach (var items in new ErasureChoice[][] { [], [new(@case.Id, RetentionKind.AuditLog)], [FileOf(@case), FileOf(@case)] })
            (await Should.ThrowAsync<ValidationException>(Propose(items))).Errors.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ProposeErasure_OneThatMayNotGo_ProposesNoneAndSaysWhy()
    {
        var free = await Closed(A.Case());
        var open = await Given(A.Case());
        var held = await Closed(A.Case());
        await As(PrivacyOfficer).SendAsync(new SetLegalHoldCommand(held.Number, "Klacht.", Today.AddYears(1)));
        var asking = await Closed(A.Case());
        await Host.WriteAsync(db => db.Add(new ClientRequest { CaseId = asking.Id, Kind = ClientRequestKind.OwnFile, AskedAt = Clock.GetUtcNow() }));
        var proposed = await Closed(A.Case());
        await Propose(FileOf(proposed));

        foreach (var (@case, code) in new[] { (open, "erasure-case-open"), (held, "erasure-case-held"), (asking, "erasure-open-request"), (proposed, "erasure-proposed-already") })
            (await Should.ThrowAsync<CaseRuleException>(Propose(FileOf(free), FileOf(@case)))).Code.ShouldBe(code);

        (await Read(db => db.ErasureItems.Select(i => i.CaseId).ToListAsync(Cancel))).ShouldBe([proposed.Id]);
    }

    [Fact]
    public async Task ProposeErasure_PartOfWhichNothingIsThere_IsRefused()
    {
        var @case = await Closed(A.Case());

        (await Should.ThrowAsync<CaseRuleException>(Propose(new ErasureChoice(@case.Id, RetentionKind.VolunteerNotes)))).Code.ShouldBe("erasure-nothing-left");
    }

    [Fact]
    public async Task ProposeErasure_Proposed_TellsWhoCouldApproveAndErasesNothing()
    {
        var @case = await Closed(A.Case());

        var id = await Propose(FileOf(@case));

        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.ErasureProposed).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([Second.Id]);
        await Host.SweepAsync();
        (await ItemsOf(id)).ShouldHaveSingleItem().Outcome.ShouldBe(ErasureOutcome.Proposed);
        (await CaseOf(@case)).ErasedAt.ShouldBeNull();
    }

    [Fact]
    public async Task DecideErasure_OwnProposal_IsRefusedAlsoWhenNobodyElseIsThere()
    {
        var id = await Propose(FileOf(await Closed(A.Case())));

        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(new DecideErasureCommand(id, true, null)))).Code.ShouldBe("erasure-own-proposal");
        await Read(db => db.Accounts.Where(a => a.Id == Second.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(new DecideErasureCommand(id, true, null)))).Code.ShouldBe("erasure-nobody-else");
    }

    [Fact]
    public void DecideErasure_AsksWhoIsThere() => ((IStepsUp)new DecideErasureCommand(Guid.Empty, true, null)).AsksFactor.ShouldBeTrue();

    [Fact]
    public async Task DecideErasure_Rejected_KeepsTheReasonAndLetsItBeProposedAnew()
    {
        var @case = await Closed(A.Case());
        var id = await Propose(FileOf(@case));
        await Should.ThrowAsync<ValidationException>(As(Second).SendAsync(new DecideErasureCommand(id, false, " ")));

        await As(Second).SendAsync(new DecideErasureCommand(id, false, "Eerst het onderzoek."));

        (await ItemsOf(id)).ShouldHaveSingleItem().Outcome.ShouldBe(ErasureOutcome.Rejected);
        (await Should.ThrowAsync<CaseRuleException>(Approve(id))).Code.ShouldBe("erasure-decided");
        await Propose(FileOf(@case));
    }

    [Fact]
    public async Task DecideErasure_HeldSinceTheProposal_ApprovesNothing()
    {
        var (first, second) = (await Closed(A.Case()), await Closed(A.Case()));
        var id = await Propose(FileOf(first), FileOf(second));
        await As(PrivacyOfficer).SendAsync(new SetLegalHoldCommand(second.Number, "Klacht.", Today.AddYears(1)));

        (await Should.ThrowAsync<CaseRuleException>(Approve(id))).Code.ShouldBe("erasure-case-held");

        (await Host.SweepAsync()).ShouldBe(0);
        (await CaseOf(first)).ErasedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Erasure_OnThePages_IsProposedApprovedAndReported()
    {
        var @case = await Closed(A.Case().ForClient("Zebulon", "Zonnebloem"));
        var proposing = await As(PrivacyOfficer).BrowseAsync();
        var list = await proposing.OpenAsync("/bewaren");
        list.Text.ShouldContain($"Traject {@case.Number}");

        var proposal = await proposing.SubmitAsync(list, new() { ["Items"] = $"{@case.Id}:CaseFile" });
        proposal.Path.ShouldStartWith("/bewaren/verwijderingen/");
        proposal.Text.ShouldContain("Iemand anders beslist");
        var deciding = await As(Second).BrowseAsync();
        var decided = await deciding.SubmitAsync(await deciding.OpenAsync(proposal.Path), new() { ["IsApproved"] = "true" });
        decided.Text.ShouldContain("Gaat op zijn dag");
        await Host.SweepAsync();

        var report = await deciding.OpenAsync(proposal.Path);
        report.Text.ShouldContain("Gewist");
        foreach (var told in new[] { "Pia Voorstel", "Max Akkoord", "Doelen1", "Cliënten1" }) report.Text.ShouldContain(told);
        report.Text.ShouldNotContain("Zonnebloem");
        (await deciding.OpenAsync("/bewaren/verwijderingen")).Text.ShouldContain("1 van 1 gewist");
        (await proposing.OpenAsync("/bewaren")).Text.ShouldContain("Niets om over te beslissen");
    }
}
