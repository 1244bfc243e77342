using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Audit;

/// <summary>From a look that stands out to the question, the answer and the judgement.</summary>
public sealed class WhatStandsOutTests(SqliteHost host) : FeatureTest(host)
{
    private const string Page = "/inzage/opvallend";

    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;
    private Account _privacyOfficer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired().ForClient("Zebulon", "Zonnebloem"));
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
    }

    [Fact]
    public async Task StandsOut_WorkByDay_IsNothing()
    {
        await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id));

        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync(Page);

        page.Text.ShouldContain("Niets opvallends");
    }

    [Fact]
    public async Task StandsOut_ByAnother_IsForbidden() => (await (await As(_case.Officer).BrowseAsync()).OpenAsync(Page)).Path.ShouldContain("403");

    [Fact]
    public async Task StandsOut_AtNight_NamesPersonAndCaseAndNoClient()
    {
        await GivenLookAtNightAsync();

        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync(Page);

        page.Text.ShouldContain(_case.Officer.DisplayName);
        page.Text.ShouldContain("’s Nachts");
        page.Text.ShouldContain(_case.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        page.Text.ShouldNotContain("Zonnebloem");
    }

    [Fact]
    public async Task StandsOut_SameFamilyName_IsTold()
    {
        await Host.WriteAsync(db => db.Accounts.Single(a => a.Id == _case.Officer.Id).DisplayName = "Anna van der Zonnebloem");
        await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id));

        var found = await As(_privacyOfficer).SendAsync(new FindWhatStandsOutQuery(null, null));

        found.Items.ShouldHaveSingleItem().Looks.Pattern.ShouldBe(AuditPattern.Namesake);
    }

    /// <summary>Who worked on the case before looked with reason; who never did has to say why.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StandsOut_CaseThatIsNotTheirs_OnlyWhenTheyNeverWorkedOnIt(bool hasWorked)
    {
        var other = await Given(A.Account(AccountRole.ProbationOfficer));
        await Host.WriteAsync(db =>
        {
            db.AuditEntries.Add(RowOf(other, AuditKind.Read, Clock.GetUtcNow()));
            if (hasWorked) db.AuditEntries.Add(RowOf(other, AuditKind.Change, Clock.GetUtcNow()));
        });

        var found = await As(_privacyOfficer).SendAsync(new FindWhatStandsOutQuery(null, null));

        found.Items.Count(i => i.Looks.Pattern == AuditPattern.WithoutWork && i.Looks.PersonId == other.Id).ShouldBe(hasWorked ? 0 : 1);
    }

    [Fact]
    public async Task StandsOut_InCover_IsNothing()
    {
        var colleague = await Given(A.Account(AccountRole.ProbationOfficer));
        await Host.WriteAsync(db =>
        {
            db.Covers.Add(new Cover { AbsentId = _case.Officer.Id, CoveredById = colleague.Id, Role = AccountRole.ProbationOfficer, From = Today.AddDays(-1), Until = Today });
            db.AuditEntries.Add(RowOf(colleague, AuditKind.Read, Clock.GetUtcNow()));
        });

        (await As(_privacyOfficer).SendAsync(new FindWhatStandsOutQuery(null, null))).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-3, -1)]
    [InlineData(1, 3)]
    public async Task StandsOut_InCoverOfOtherDays_IsTold(int from, int until)
    {
        var colleague = await Given(A.Account(AccountRole.ProbationOfficer));
        await Host.WriteAsync(db =>
        {
            db.Covers.Add(new Cover { AbsentId = _case.Officer.Id, CoveredById = colleague.Id, Role = AccountRole.ProbationOfficer, From = Today.AddDays(from), Until = Today.AddDays(until) });
            db.AuditEntries.Add(RowOf(colleague, AuditKind.Read, Clock.GetUtcNow()));
        });

        var found = await As(_privacyOfficer).SendAsync(new FindWhatStandsOutQuery(Today.AddDays(-5), Today.AddDays(5)));

        found.Items.ShouldHaveSingleItem().Looks.Pattern.ShouldBe(AuditPattern.WithoutWork);
    }

    [Theory]
    [InlineData("2026-10-01", "2026-11-24", "31 dagen")]
    [InlineData("2026-11-24", "2026-11-20", "2026")]
    public async Task StandsOut_PeriodThatCannotBe_IsToldAtItsField(string from, string until, string expected)
    {
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync($"{Page}?from={from}&until={until}");

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain(expected);
    }

    [Fact]
    public async Task Ask_AnswerAndJudge_GoesFromDeskToDesk()
    {
        await GivenLookAtNightAsync();
        var privacy = await As(_privacyOfficer).BrowseAsync();
        var officer = await As(_case.Officer).BrowseAsync();

        var asked = await privacy.SubmitAsync(await privacy.OpenAsync(Page), new() { ["Form.Question"] = "Waarom zo laat?" });
        asked.Text.ShouldContain("De vraag is gesteld.");
        asked.Text.ShouldContain("Hierover staat een vraag open.");
        asked.Text.ShouldContain("di 1 dec 2026");

        var work = await officer.OpenAsync("/");
        var question = work.Find("a[href^='/inzage/vragen/']").ShouldNotBeNull().GetAttribute("href")!;
        var answered = await officer.SubmitAsync(await officer.OpenAsync(question), new() { ["Answer"] = "Piketdienst." });
        answered.Text.ShouldContain("Uw antwoord is verstuurd.");
        (await officer.OpenAsync("/")).Find($"a[href='{question}']").ShouldBeNull();

        (await privacy.OpenAsync("/")).Find($"a[href='{question}']").ShouldNotBeNull();
        var judged = await privacy.SubmitAsync(await privacy.OpenAsync(question), new() { ["IsExplained"] = "True", ["Remarks"] = "Stond op het rooster." });
        judged.Text.ShouldContain("Het oordeel is vastgelegd.");
        (await privacy.OpenAsync(Page)).Text.ShouldContain("Verklaard");
    }

    [Fact]
    public async Task Ask_WithoutWords_ShowsTheQuestionAgainAtItsLine()
    {
        await GivenLookAtNightAsync();
        var privacy = await As(_privacyOfficer).BrowseAsync();

        var again = await privacy.SubmitAsync(await privacy.OpenAsync(Page), new() { ["Form.Question"] = " " });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Find("details[open] textarea[aria-invalid='true']").ShouldNotBeNull();
        (await Read(db => db.AuditQuestions.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Ask_Twice_IsRefused()
    {
        await AskAsync();

        (await Should.ThrowAsync<CaseRuleException>(AskAsync())).Code.ShouldBe("audit-question-open");
    }

    [Fact]
    public async Task Ask_OfOneself_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_privacyOfficer).SendAsync(new AskAboutLooksCommand(_privacyOfficer.Id, AuditPattern.AtNight, Today, Today, "?")))).Code
            .ShouldBe("audit-question-of-oneself");

    [Fact]
    public async Task Question_PutToSomebodyElse_DoesNotExist()
    {
        var question = await AskAsync();
        var other = await Given(A.Account(AccountRole.ProbationOfficer));

        (await (await As(other).BrowseAsync()).OpenAsync($"/inzage/vragen/{question}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new AuditQuestionPageQuery(question)));
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new AnswerAuditQuestionCommand(question, "Ik niet.")));
        await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new JudgeAuditQuestionCommand(question, true, "Van mij mag het.")));
    }

    [Fact]
    public async Task Answer_Twice_IsRefused()
    {
        var question = await AskAsync();
        await As(_case.Officer).SendAsync(new AnswerAuditQuestionCommand(question, "Piket."));

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new AnswerAuditQuestionCommand(question, "Anders.")))).Code.ShouldBe("audit-question-answered");
    }

    private Task<Guid> AskAsync() => As(_privacyOfficer).SendAsync(new AskAboutLooksCommand(_case.Officer.Id, AuditPattern.AtNight, Today, Today, "Waarom zo laat?"));

    private Task GivenLookAtNightAsync() =>
        Host.WriteAsync(db => db.AuditEntries.Add(RowOf(_case.Officer, AuditKind.Read, new DateTimeOffset(2026, 11, 24, 1, 30, 0, TimeSpan.Zero))));

    private AuditEntry RowOf(Account person, AuditKind kind, DateTimeOffset at) => new()
    {
        At = at, ActorId = person.Id, ActorRole = person.FirstRole, Address = "192.0.2.7",
        Kind = kind, Action = nameof(CasePageQuery), CaseId = _case.Id, SubjectType = nameof(Regulatief.Cases.Cases.Case), SubjectId = _case.Id.Value,
    };
}
