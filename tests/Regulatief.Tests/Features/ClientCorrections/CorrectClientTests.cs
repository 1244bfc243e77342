using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.ClientCorrections;
using Regulatief.Web.Features.ClientFiles;

namespace Regulatief.Tests.Features.ClientCorrections;

/// <summary><see cref="CorrectClientCommand"/>: who a client is is put right, and what stood there before can be read.</summary>
public sealed class CorrectClientTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Born = new(1990, 4, 1);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().ForClient("Rashid", "El Amrani").Paired());
    }

    [Fact]
    public async Task Correct_AnybodyButTheProfessional_IsRefused()
    {
        foreach (var account in new[] { _case.Coordinator, _case.Volunteer.Account, _case.Client! })
        {
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Correcting("Rachid")))).Code.ShouldBe("role-may-not");
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new CorrectClientPageQuery(_case.Id)))).Code.ShouldBe("role-may-not");
        }

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Correcting("Rachid")));
    }

    [Fact]
    public async Task Correct_SomethingMissingOrUnlikely_TellsEachField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new CorrectClientCommand(_case.Id, " ", new string('x', 101), Clock.Today(), null)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["FirstName", "LastName", "BornOn", "Reason"]);
    }

    [Fact]
    public async Task Correct_NothingChanged_IsRefusedAndWritesNothing()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Correcting(" Rashid ")))).Code.ShouldBe("correction-changes-nothing");

        (await Corrections()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Correct_NameAndBirth_KeepsWhatStoodThereAndNothingOfTheRest()
    {
        await As(_case.Officer).SendAsync(Correcting("Rachid", bornOn: new DateOnly(1991, 4, 1)));

        (await Corrections()).Select(c => (c.Field, c.Before, c.After, c.Reason, c.CorrectedById, c.At)).ShouldBe(
        [
            (ClientField.FirstName, "Rashid", "Rachid", "Gezien op het paspoort.", _case.Officer.Id, Clock.GetUtcNow()),
            (ClientField.BornOn, "1990-04-01", "1991-04-01", "Gezien op het paspoort.", _case.Officer.Id, Clock.GetUtcNow()),
        ]);
        var client = (await CaseOf(_case)).Client;
        (client.FullName, client.BornOn).ShouldBe(("Rachid El Amrani", new DateOnly(1991, 4, 1)));
    }

    [Fact]
    public async Task Correct_Name_IsFoundByAndShownAtOnce()
    {
        await As(_case.Officer).SendAsync(Correcting("Rachid"));

        (await As(_case.Officer).SendAsync(new FindCasesQuery(Words: "Rachid"))).Total.ShouldBe(1);
        (await As(_case.Officer).SendAsync(new FindCasesQuery(Words: "Rashid"))).Total.ShouldBe(0);
        (await Read(db => db.Accounts.Where(a => a.Id == _case.Client!.Id).Select(a => a.DisplayName).SingleAsync(Cancel))).ShouldBe("Rachid El Amrani");
    }

    [Fact]
    public async Task Correct_ClosedCase_IsAllowed()
    {
        await Read(db => db.Cases.Where(c => c.Id == _case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()), Cancel));

        await As(_case.Officer).SendAsync(Correcting("Rachid"));

        (await Corrections()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Correct_ErasedCase_IsNotFound()
    {
        await Read(db => db.Cases.Where(c => c.Id == _case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ErasedAt, Clock.GetUtcNow()), Cancel));

        await Should.ThrowAsync<NotFoundException>(As(_case.Officer).SendAsync(Correcting("Rachid")));
    }

    /// <summary>The professional of another running case is told, and reads what it was; of one that was closed nobody is.</summary>
    [Fact]
    public async Task Correct_ClientWithMoreCases_TellsWhoLeadsAnotherThatRuns()
    {
        var (running, closed) = (await Given(A.Case()), await Given(A.Case()));
        var client = (await CaseOf(_case)).ClientId;
        await Read(db => db.Cases.Where(c => c.Id == running.Id || c.Id == closed.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClientId, client), Cancel));
        await Read(db => db.Cases.Where(c => c.Id == closed.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()), Cancel));

        await As(_case.Officer).SendAsync(Correcting("Rachid"));

        var told = await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.ClientCorrected).Select(n => new { n.AccountId, n.CaseId }).ToListAsync(Cancel));
        told.ShouldHaveSingleItem().ShouldBe(new { AccountId = running.Officer.Id, CaseId = (Regulatief.Cases.Cases.CaseId?)running.Id });
        (await As(running.Officer).SendAsync(new CasePageQuery(running.Id))).People.Corrections.ShouldHaveSingleItem().Before.ShouldBe("Rashid");
    }

    [Fact]
    public async Task Correct_ByPage_StandsThereFoldedAndInTheFileOfTheClient()
    {
        var browser = await As(_case.Officer).BrowseAsync();
        var form = await browser.OpenAsync($"/trajecten/{_case.Id}/gegevens-corrigeren");
        form.Find("input[name='Form.FirstName']")!.GetAttribute("value").ShouldBe("Rashid");
        (await browser.SubmitAsync(form, new() { ["Form.Reason"] = "Zomaar." })).Text.ShouldContain("Er is niets veranderd.");

        var page = await browser.SubmitAsync(form, new() { ["Form.FirstName"] = "Rachid", ["Form.Reason"] = "Gezien op het paspoort." });

        page.Heading.ShouldContain("Rachid El Amrani");
        foreach (var told in new[] { "Eerder gecorrigeerd", "Was: Rashid. Werd: Rachid.", "Gezien op het paspoort.", _case.Officer.DisplayName }) page.Text.ShouldContain(told);
        (await (await As(_case.Coordinator).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldNotContain("Rashid");
        var part = (await As(_case.Officer).SendAsync(new ReadClientFileQuery(_case.Id))).Parts.Single(p => p.Title == "Gegevens gecorrigeerd");
        (part.By, part.Lines.Select(l => $"{l.Label}: {l.Words}")).ShouldSatisfyAllConditions(
            told => told.By.ShouldBe(_case.Officer.DisplayName),
            told => told.Item2.ShouldBe(["Roepnaam: Was: Rashid. Werd: Rachid.", "Waarom: Gezien op het paspoort."]));
    }

    [Fact]
    public async Task Correct_ByApi_IsTheSame()
    {
        var api = await As(_case.Officer).ApiAsync();
        var address = new Uri($"/api/v1/cases/{_case.Id}/corrections", UriKind.Relative);

        async Task<HttpStatusCode> Answer(object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } } };
            return (await api.SendAsync(request, Cancel)).StatusCode;
        }

        (await Answer(new { firstName = "Rashid", lastName = "El Amrani", bornOn = Born, reason = "Zomaar." })).ShouldBe(HttpStatusCode.Conflict);
        (await Answer(new { firstName = "Rachid", lastName = "El Amrani", bornOn = Born, reason = "Paspoort." })).ShouldBe(HttpStatusCode.NoContent);
        (await Corrections()).ShouldHaveSingleItem().After.ShouldBe("Rachid");
    }

    private Task<List<ClientCorrection>> Corrections() => Read(db => db.ClientCorrections.AsNoTracking().OrderBy(c => c.Field == ClientField.BornOn).ThenBy(c => c.Field).ToListAsync(Cancel));

    private CorrectClientCommand Correcting(string firstName, DateOnly? bornOn = null) => new(_case.Id, firstName, "El Amrani", bornOn ?? Born, "Gezien op het paspoort.");
}
