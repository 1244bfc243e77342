using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.ClientFiles;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.ClientFiles;

/// <summary><see cref="ReadClientFileQuery"/>: all that a client may have of the own file, and nothing that they may not.</summary>
public sealed class ReadClientFileTests(SqliteHost host) : AgreementTest(host)
{
    private string Page => $"/trajecten/{Case.Id}/dossier";

    [Fact]
    public async Task File_HoldsWhatWasRecordedInItsOrder()
    {
        await GivenIntakeAndCheckAsync();
        await SignedByAll();

        var file = await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id));

        file.ClientName.ShouldBe("Rachid El Amrani");
        file.Parts.Select(p => p.Title).Take(4).ShouldBe(["Over wie dit gaat", "Intake", "Inclusietoets", "Afspraken over het delen van informatie"]);
        var words = WordsOf(file);
        foreach (var expected in (string[])["Een dak boven mijn hoofd", "Ja. Geen gevaar voor anderen.", "Eerst praat de vrijwilliger met de cliënt.", Case.Officer.DisplayName]) words.ShouldContain(expected);
        file.Parts.Skip(1).Select(p => p.On!.Value).ShouldBeInOrder();
    }

    [Fact]
    public async Task File_SignalOfTheVolunteerAlone_IsLeftOut()
    {
        await NoteAsync();

        WordsOf(await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id))).ShouldNotContain("Oude vrienden in beeld.");
    }

    /// <summary>What was shared in acute danger is in it from the moment that its review released it, and not before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task File_SharedInAcuteDanger_IsInItOnceReleased(bool isReleased)
    {
        var signal = await NoteAsync();
        await As(Case.Volunteer.Account).SendAsync(
            new ShareRiskSignalCommand(signal, CaseRole.Professional, new SharingException(SharingGround.AcuteDanger, "Hij zei dat hij iets ging doen.")));
        if (isReleased) await Host.ReadAsync(db => db.RiskSignals.Where(s => s.Id == signal).ExecuteUpdateAsync(set => set.SetProperty(s => s.ReleasedToClientAt, Clock.GetUtcNow()), Cancel));

        var words = WordsOf(await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id)));

        words.Contains("Oude vrienden in beeld.", StringComparison.Ordinal).ShouldBe(isReleased);
    }

    [Fact]
    public async Task File_NotesOfTheVolunteer_StayTheirs()
    {
        await As(Case.Volunteer.Account).SendAsync(new LogVolunteerActivityCommand(
            Case.Id, VolunteerActivityCategory.Talking, Today, 60, LocationType.ProbationOffice, null, null, "Hij was verdrietig."));

        var words = WordsOf(await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id)));

        words.ShouldContain("60");
        words.ShouldNotContain("Hij was verdrietig.");
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.PrivacyOfficer)]
    public async Task File_OfACaseThatIsNotTheirs_IsNotThere(AccountRole role)
    {
        var other = await Given(A.Account(role));

        (await (await As(other).BrowseAsync()).OpenAsync(Page)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        await Should.ThrowAsync<Exception>(As(other).SendAsync(new ReadClientFileQuery(Case.Id)));
    }

    [Fact]
    public async Task Download_ToRead_NeedsNothingElse()
    {
        await GivenIntakeAndCheckAsync();
        using var answer = await DownloadAsync("Html");

        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe($"dossier-{Case.Number}.html");
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        html.ShouldContain("Een dak boven mijn hoofd");
        foreach (var elsewhere in (string[])["<link", "<script", "src=", "http://", "https://"]) html.ShouldNotContain(elsewhere);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Kind == AuditKind.Read && e.Action == nameof(ReadClientFileQuery) && e.CaseId == Case.Id, Cancel))).ShouldBe(2, "the page and the file");
    }

    [Fact]
    public async Task Download_ForAnotherSystem_IsJson()
    {
        await GivenIntakeAndCheckAsync();
        using var answer = await DownloadAsync("Json");

        var file = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        ((int)file["number"]!).ShouldBe(Case.Number);
        ((string?)file["parts"]![1]!["lines"]![0]!["words"]).ShouldBe("Een dak boven mijn hoofd");
    }

    private async Task<HttpResponseMessage> DownloadAsync(string form)
    {
        var browser = await As(Case.Officer).BrowseAsync();
        var token = (await browser.OpenAsync(Page)).Find("form[action$='/bestand'] input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        using var fields = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("form", form)]);
        return await browser.Http.PostAsync(new Uri($"{Page}/bestand", UriKind.Relative), fields, Cancel);
    }

    private Task<RiskSignalId> NoteAsync() => As(Case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.PossibleRelapse, "Oude vrienden in beeld.", SignalSeverity.Worrying, new(2026, 11, 23)));

    private static string WordsOf(ClientFile file) => string.Join('\n', file.Parts.SelectMany(p => p.Lines.Select(l => l.Words).Append(p.By)));

    private Task GivenIntakeAndCheckAsync() => Host.WriteAsync(db =>
    {
        var at = Clock.GetUtcNow();
        db.Intakes.Add(new Intake { CaseId = Case.Id, HelpNeeds = "Een dak boven mijn hoofd", WhyVolunteer = "Iemand naast de reclassering.", QualityOfLife = 4, RecordedById = Case.Officer.Id, RecordedAt = at.AddDays(-2) });
        db.InclusionChecks.Add(new InclusionCheck
        {
            CaseId = Case.Id, NoSafetyRisk = CriterionAnswer.Yes, NoSafetyRiskReason = "Geen gevaar voor anderen.", NeedsHelp = CriterionAnswer.Yes, NeedsHelpReason = "Schulden.",
            OpenToContact = CriterionAnswer.Yes, OpenToContactReason = "Wil zelf.", ClientsWords = "Ik wil het proberen.", DecidedById = Case.Officer.Id, DecidedAt = at.AddDays(-1),
        });
    });
}
