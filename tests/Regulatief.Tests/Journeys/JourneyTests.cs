using System.Globalization;
using Microsoft.Playwright;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>The main job, in Dutch, on the real program in a real browser: a case from its start to its closure, with what goes wrong on the way.</summary>
public sealed class JourneyTests(SeededDemo demo) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("regulatief-journey").FullName;
    private ProgramUnderTest _program = null!;
    private TestBrowser _browser = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _browser = await TestBrowser.StartAsync();
        File.Copy(await demo.FileAsync(), $"{_folder}/journey.db");
        _program = await ProgramUnderTest.StartAsync($"Data Source={_folder}/journey.db", _folder, Cancel, "Development");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_program is not null) await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Case_FromStartToClosure_InTheBrowser()
    {
        var officer = await VisitorAsync("toezichthouder");
        var coordinator = await VisitorAsync("coordinator");
        var volunteer = await VisitorAsync("vrijwilliger");

        var (caseUrl, number) = await StartCaseAsync(officer);
        await IntakeAndInclusionAsync(officer, number);
        await OverdueMatchingEscalatesAsync(officer, coordinator, number);
        await FirstTalkAsync(officer, number);
        await SignalRefusedThenSharedAsync(officer, volunteer, caseUrl, number);
        await MeetingsAsync(officer, number);
        await EvaluateAsync(officer, number, "NextRound");
        await SecondRoundAsync(officer, number);
        await EvaluateOnRequestAndCloseAsync(officer, caseUrl, number);

        (await officer.TextAsync()).ShouldContain("Gesloten");
    }

    private static async Task<(string CaseUrl, int Number)> StartCaseAsync(Visitor officer)
    {
        await officer.OpenAsync("/trajecten/nieuw");
        await officer.SendAsync();
        (await officer.Page.Locator(".error-summary").CountAsync()).ShouldBe(1, "an empty form says what is missing");

        var cosa = await officer.Page.Locator("[name='Form.ProjectId'] option").Filter(new() { HasText = "COSA" }).GetAttributeAsync("value");
        await officer.FillAsync(
            ("Form.FirstName", "Ronald"), ("Form.LastName", "Testman"), ("Form.BornOn", "1988-03-12"), ("Form.ProjectId", cosa!),
            ("Form.Goals[0].Text", "Een vaste dagbesteding"), ("Form.Goals[0].Kind", "SocialInclusion"), ("Form.Goals[0].LifeDomain", "WorkAndEducation"));
        await officer.SendWellAsync();
        var heading = await officer.HeadingAsync();
        heading.ShouldContain("Ronald Testman");
        return (new Uri(officer.Page.Url).AbsolutePath, int.Parse(new string([.. heading.Where(char.IsDigit)]), CultureInfo.InvariantCulture));
    }

    private static async Task IntakeAndInclusionAsync(Visitor officer, int number)
    {
        await officer.OpenTaskAsync("Intake", number);
        await officer.FillAsync(
            ("Answers.GoesOn", "True"), ("Answers.HelpNeeds", "Ik wil weer iets te doen hebben."), ("Answers.WhyVolunteer", "Er is weinig netwerk."),
            ("Answers.CooperationForm", "GoalDirected"));
        await officer.SendWellAsync();

        await officer.OpenTaskAsync("Inclusiecheck", number);
        await officer.FillAsync(
            ("Answers.NoSafetyRisk", "Yes"), ("Answers.NoSafetyRiskReason", "Rustig in het contact."), ("Answers.NeedsHelp", "Yes"),
            ("Answers.NeedsHelpReason", "Alleen, en veel post."), ("Answers.OpenToContact", "Yes"), ("Answers.OpenToContactReason", "Vroeg er zelf om."),
            ("Answers.ClientsWords", "Laat hem maar komen."));
        await officer.SendWellAsync();
    }

    private static async Task OverdueMatchingEscalatesAsync(Visitor officer, Visitor coordinator, int number)
    {
        await officer.WeeksLaterAsync(3);

        // In three weeks much of the demo is late, and a page has room for 25.
        List<string> pages = [];
        for (var page = 1; page <= 2; page++)
        {
            await coordinator.OpenAsync($"/escalaties?pagina={page}");
            pages.Add(await coordinator.TextAsync());
        }

        string.Concat(pages).ShouldContain($"{number}", customMessage: "the late matching is escalated");

        await coordinator.OpenTaskAsync("Vrijwilliger zoeken", number);
        var henk = await coordinator.Page.Locator("label").Filter(new() { HasText = "Henk Postma" }).First.GetAttributeAsync("for");
        var henkId = await coordinator.Page.Locator($"#{henk}").GetAttributeAsync("value");
        await coordinator.FillAsync(("Answers.IsFound", "True"), ("Answers.VolunteerId", henkId!), ("Answers.Motivation", "Woont dichtbij."),
            ("Answers.AskedBy", "De coördinator"), ("Answers.AskedOn", Iso(await coordinator.TodayAsync())));
        await coordinator.SendWellAsync();
    }

    private static async Task FirstTalkAsync(Visitor officer, int number)
    {
        await officer.OpenTaskAsync("Startcontact", number);
        await officer.FillAsync(
            ("Answers.HeldOn", Iso(await officer.TodayAsync())), ("Answers.Location", "ProbationOffice"), ("Answers.Expectations", "Elkaar bellen als er iets is."),
            ("Answers.VolunteerExpertise", "Klussen."), ("Answers.ProfessionalExpertise", "Het toezicht."));
        await officer.SendWellAsync();

        await officer.OpenTaskAsync("Veiligheid", number);
        await officer.FillAsync(("Answers.Location", "PublicPlace"), ("Answers.Considerations", "In de bibliotheek."), ("Answers.IsSafe", "True"));
        await officer.SendWellAsync();

        await DivideTasksAsync(officer, number);
        await AgreeAsync(officer, number);
    }

    private static async Task DivideTasksAsync(Visitor officer, int number)
    {
        await officer.OpenTaskAsync("Taken verdelen", number);
        var today = await officer.TodayAsync();
        var goal = await officer.Page.Locator("[name='Answers.Tasks[0].GoalId'] option[value]:not([value=''])").First.GetAttributeAsync("value");
        await officer.FillAsync(
            ("Answers.Tasks[0].GoalId", goal!), ("Answers.Tasks[0].Description", "Samen naar het buurthuis"), ("Answers.Tasks[0].Owner", "Together"),
            ("Answers.SharedVision", "De cliënt bepaalt het tempo."),
            ("Answers.ClientContactTimes", "1"), ("Answers.ClientContactPer", "Week"), ("Answers.ProfessionalContactTimes", "1"),
            ("Answers.ProfessionalContactPer", "TwoWeeks"), ("Answers.ContactRoute", "Direct"), ("Answers.Location", "PublicPlace"),
            ("Answers.FirstMeetingOn", Iso(WorkingDayAt(today.AddDays(14)))), ("Answers.MeetingRhythmInWeeks", "4"), ("Answers.EvaluateFrom", Iso(today.AddDays(60))),
            ("Answers.ClientAgrees", "true"), ("Answers.VolunteerAgrees", "true"), ("Answers.ProfessionalAgrees", "true"));
        await officer.SendWellAsync();
    }

    /// <summary>Proposes and signs for two of the three: the volunteer signs later.</summary>
    private static async Task AgreeAsync(Visitor officer, int number)
    {
        await officer.OpenTaskAsync("Afspraken maken", number);
        await officer.FillAsync(("Purpose", "Op tijd zien wanneer het minder gaat."), ("DiscussFirst", "De vrijwilliger praat eerst met Ronald."));
        await officer.SendWellAsync();
        await officer.OpenTaskAsync("Afspraken maken", number);
        await officer.SendWellAsync("main form[action$='/tekenen'] button");
        await officer.OpenTaskAsync("Afspraken maken", number);
        await officer.Page.Locator("main a[href$='/samen-tekenen']").ClickAsync();
        await officer.FillAsync(("InOwnWords", "Hij praat eerst met mij."), ("ClientConfirms", "true"));
        await officer.SendWellAsync();
    }

    private static async Task SignalRefusedThenSharedAsync(Visitor officer, Visitor volunteer, string caseUrl, int number)
    {
        await volunteer.OpenAsync($"{caseUrl}/signalen/nieuw");
        await volunteer.FillAsync(("Form.Kind", "RisingRiskBehaviour"), ("Form.Observation", "Hij slaapt slecht en is gespannen."), ("Form.Severity", "Worrying"));
        await volunteer.SendWellAsync();
        var signalUrl = new Uri(volunteer.Page.Url).AbsolutePath;

        // Not discussed, and the agreement is not signed by all: the page offers no way to share it, and the officer sees nothing of it.
        (await volunteer.Page.Locator("button[name='Share.Recipient']").CountAsync()).ShouldBe(0);
        (await officer.Page.GotoAsync(signalUrl))!.Status.ShouldBe(404);

        await volunteer.OpenAsync(signalUrl);
        await volunteer.FillAsync(
            ("Discuss.On", Iso(await volunteer.TodayAsync())), ("Discuss.At", "00:01"), ("Discuss.How", "FaceToFace"), ("Discuss.ClientsReaction", "Ik snap het."),
            ("Discuss.ToldRecipients", "Professional"), ("Discuss.ToldWhat", "Dat ik het doorgeef."));
        await volunteer.SendWellAsync($"main form[action='{signalUrl}/bespreken'] button");

        await volunteer.OpenAsync(caseUrl);
        await volunteer.Page.Locator("main a[href^='/afspraken/']").First.ClickAsync();
        await volunteer.SendWellAsync("main form[action$='/tekenen'] button");

        await volunteer.OpenAsync(signalUrl);
        await volunteer.SendWellAsync("button[name='Share.Recipient'][value='Professional']");
        (await officer.Page.GotoAsync(signalUrl))!.Status.ShouldBe(200);
        await officer.SendWellAsync($"main form[action='{signalUrl}/bevestigen'] button");
        await officer.FillAsync(("Assess.Assessment", "Spanning door de huur; geen acuut risico."));
        await officer.SendWellAsync($"main form[action='{signalUrl}/beoordelen'] button");
        await officer.FillAsync(("Close.Conclusion", "Besproken; volgende week weer."), ("Close.Feedback", "We hebben samen gepraat."));
        await officer.SendWellAsync($"main form[action='{signalUrl}/afsluiten'] button");
    }

    private static async Task MeetingsAsync(Visitor officer, int number)
    {
        await officer.WeeksLaterAsync(2);
        await officer.OpenTaskAsync("Driegesprek vastleggen", number);
        await officer.FillAsync(("Answers.WasHeld", "False"), ("Answers.MissedReason", "Ronald was ziek."), ("Answers.NextOn", Iso(WorkingDayAt((await officer.TodayAsync()).AddDays(7)))));
        await officer.SendWellAsync();
        await officer.OpenTaskAsync("Gemist gesprek", number);
        await officer.Page.Locator("main form textarea").First.FillAsync("Volgende week komt hij.");
        await officer.SendWellAsync();

        await officer.WeeksLaterAsync(1);
        await officer.OpenTaskAsync("Driegesprek vastleggen", number);
        await officer.FillAsync(
            ("Answers.WasHeld", "True"), ("Answers.HeldOn", Iso(await officer.TodayAsync())), ("Answers.Location", "ProbationOffice"),
            ("Answers.Agenda", "Hoe gaat het?"), ("Answers.Decisions", "Samen naar het buurthuis."), ("Answers.EvaluateNow", "true"));
        await officer.SendWellAsync();
    }

    private static async Task EvaluateAsync(Visitor officer, int number, string conclusion)
    {
        await officer.OpenTaskAsync("Evaluatie", number);
        var conditions = Enumerable.Range(0, 5).SelectMany(i => new[] { ($"Answers.Conditions[{i}].ByVolunteer", "4"), ($"Answers.Conditions[{i}].ByProfessional", "3") });
        await officer.FillAsync(
        [
            ("Answers.HeldOn", Iso(await officer.TodayAsync())), ("Answers.Goals[0].Progress", "4"), ("Answers.QualityOfLife", "7"),
            ("Answers.ClientsWords", "Het gaat beter."), ("Answers.RelationWithVolunteer", "5"), ("Answers.IsOnlyContact", "False"),
            ("Answers.ClientSatisfaction", "4"), ("Answers.VolunteerSatisfaction", "4"), ("Answers.ProfessionalSatisfaction", "4"),
            .. conditions,
            ("Answers.CooperationForm", "GoalDirected"), ("Answers.Conclusion", conclusion), ("Answers.ConclusionReason", "Zoals besproken."),
        ]);
        await officer.SendWellAsync();
    }

    private static async Task SecondRoundAsync(Visitor officer, int number)
    {
        (await officer.TextAsync()).ShouldContain("Ronde 2");
        await DivideTasksAsync(officer, number);

        // The agreement of the first round still stands: that it stays as it is, is the second round's answer.
        await officer.OpenTaskAsync("Afspraken maken", number);
        await officer.SendWellAsync("main form[method=post]:not([action]) button[type=submit]");
    }

    private static async Task EvaluateOnRequestAndCloseAsync(Visitor officer, string caseUrl, int number)
    {
        await officer.OpenAsync($"{caseUrl}/acties/evaluatie");
        await officer.FillAsync(("Form.Reason", "Het toezicht loopt af."));
        await officer.SendWellAsync();
        await EvaluateAsync(officer, number, "Close");

        await officer.OpenTaskAsync("Traject afsluiten", number);
        await officer.FillAsync(
            ("Answers.Reason", "GoalsReached"), ("Answers.Results", "Drie dagdelen dagbesteding."), ("Answers.WhatRemains", "Het buurthuis."),
            ("Answers.RemainingContacts", "Zijn zus."));
        await officer.SendWellAsync();
        await officer.OpenAsync(caseUrl);
    }

    private async Task<Visitor> VisitorAsync(string role)
    {
        var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _program.Http.BaseAddress!.ToString(), Locale = "nl-NL" });
        context.SetDefaultTimeout(60_000);
        var visitor = new Visitor(await context.NewPageAsync(), role);
        await visitor.LogInAsync();
        return visitor;
    }

    /// <summary>That day, or the working day after it: talks are agreed on no other.</summary>
    private static DateOnly WorkingDayAt(DateOnly day) => Regulatief.Cases.Time.WorkingCalendar.OfLaw.Add(day, 0);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
