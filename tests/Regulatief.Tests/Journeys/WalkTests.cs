using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Regulatief.Cases.Time;
using Regulatief.Tests.Robustness;

namespace Regulatief.Tests.Journeys;

/// <summary>
/// Everybody goes everywhere and does everything once: see <see cref="Walk"/>. Each language once; at length each with and without script, and once as outside Development: with a
/// passkey, which is asked wherever the product asks anew who sits there.
/// </summary>
public sealed class WalkTests(WalkGround ground) : WalkContract(ground), IClassFixture<WalkGround>
{
    /// <summary>Language, and whether with a passkey.</summary>
    public static TheoryData<string, bool> Ways => FaultLength.IsFull ? new() { { "nl", false }, { "en", false }, { "nl", true } } : new() { { "nl", false } };

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Walk_ByEverybody_ComesEverywhereAndFindsNothingBroken(string language, bool withFactor) => WalkedAsync(language, withScript: true, withFactor);
}

/// <summary>The same with script switched off, beside the other: the two take longest of all.</summary>
public sealed class WalkWithoutScriptTests(WalkGround ground) : WalkContract(ground), IClassFixture<WalkGround>
{
    public static TheoryData<string> Languages => FaultLength.IsFull ? new() { "nl", "en" } : new() { "en" };

    [Theory]
    [MemberData(nameof(Languages))]
    public Task Walk_WithoutScript_ComesEverywhereAndFindsNothingBroken(string language) => WalkedAsync(language, withScript: false, withFactor: false);
}

/// <summary>What all walks must come to.</summary>
public abstract class WalkContract(WalkGround ground)
{
    private const int AtOnce = 2;

    private static readonly string[] Roles = Environment.GetEnvironmentVariable("REGULATIEF_WALK_ROLES")?.Split(',') ??
        ["toezichthouder", "coordinator", "vrijwilliger", "client", "ontwerper", "manager", "privacy", "beheerder"];

    private const string AskedByScript = "GET /ontwerper/token";
    private const string PageOfComponents = "Developers' page, which nothing leads to: AccessibilityTests look at it.";
    private const string NoAdministratorYet = "Only there while there is no administrator: FirstAdministratorTests.";
    private const string BehindALink = "Behind a link that is shown once: InvitationTests.";
    private const string ReadByCalendars = "Read by a calendar, at an address that is shown once: CalendarFeedTests.";
    private const string BesideAnother = "Only while one is logged in elsewhere too: SessionTests.";
    private const string WhenSomethingStandsOut = "Only when looks stand out, which those of a walk do not: WhatStandsOutTests.";
    private const string WithADevice = "Only with a telephone or a passkey: SecondFactorTests, SecondStepTests, StepUpTests and PasskeyJourneyTests.";
    private const string WhereMailIsSetUp = "Only where mail, texts or push are set up: MailTests, NoticeMailTests and SmsTests.";
    private const string WherePushIsSetUp = "Only where push is set up: PushTests.";
    private const string WhenOneDidNotGo = "Only where a message did not go: SmsTests and PushTests.";
    private const string AnswerAgain = "Where one comes who opens an answer again.";
    private const string OfOneWithout = "Only of an account that has such a thing: ManageAccountTests, SessionTests and ApiTokenTests.";
    private const string WhereTheOrganisationLogsIn = "Only where the organisation has a log-in of its own: FederationTests.";
    private const string OfWhoWorksHere = "Offered of who works here, and a walk may open two others: GiveRoleTests.";
    private const string OfMoreRoles = "Only of who has more than one role: SwitchRoleTests.";
    private const string InDanger = "Only of who is called for acute danger: DangerCallTests.";
    private const string AfterItsTerm = "Only of what passed the term for which it is kept, years on: RetentionListTests, ProposeErasureTests and ErasureTests.";
    private const string WhenAVolunteerIsAsked = "Only while somebody is looked for, asked, or said yes: AskVolunteerTests and MatchProposalTests.";
    private const string WhenAVolunteerLeaves = "Only while a volunteer leaves on a day to come: PlanLeavingTests, WarmHandoverTests.";
    private const string InsideStudio = "Links within Studio, which DesignerJourneyTests follow.";

    /// <summary>Routes that nobody's walk comes to, each with its reason. The list only shrinks.</summary>
    private static readonly Dictionary<string, string> NotWalked = new()
    {
        ["GET /_componenten"] = PageOfComponents,
        ["POST /_componenten"] = PageOfComponents,
        ["GET /_componenten/client"] = PageOfComponents,
        ["GET /_componenten/fout/{status:int}"] = PageOfComponents,
        ["GET /_componenten/inloggen"] = PageOfComponents,
        ["GET /eerste-beheerder"] = NoAdministratorYet,
        ["POST /eerste-beheerder"] = NoAdministratorYet,
        ["GET /uitnodiging/{code:length(48)}"] = BehindALink,
        ["POST /uitnodiging/{code:length(48)}"] = BehindALink,
        ["GET /uitnodiging/{code:length(48)}/organisatie"] = WhereTheOrganisationLogsIn,
        ["GET /inloggen/organisatie"] = WhereTheOrganisationLogsIn,
        ["GET /inloggen/organisatie/verder"] = WhereTheOrganisationLogsIn,
        ["GET /inloggen/organisatie/mislukt"] = WhereTheOrganisationLogsIn,
        ["GET /bevestigen/organisatie"] = WhereTheOrganisationLogsIn,
        ["GET /bevestigen/organisatie/verder"] = WhereTheOrganisationLogsIn,
        ["GET /agenda/{secret:length(48)}.ics"] = ReadByCalendars,
        ["POST /wachtwoord-vergeten"] = WhereMailIsSetUp,
        ["POST /mijn-account/berichten"] = WhereMailIsSetUp,
        ["GET /mijn-account/berichten"] = AnswerAgain,
        ["POST /mijn-account/apparaten"] = WherePushIsSetUp,
        ["GET /mijn-account/apparaten"] = AnswerAgain,
        ["POST /mijn-account/apparaten/{id:guid}/verwijderen"] = WherePushIsSetUp,
        ["POST /systeem/berichten"] = "Only by a way that is set up and reaches who presses it: TemplatesTests.",
        ["POST /storingen/berichten/opnieuw"] = WhenOneDidNotGo,
        ["POST /mijn-account/sessies/beeindigen"] = BesideAnother,
        ["POST /mijn-account/sessies/{id:guid}/beeindigen"] = BesideAnother,
        ["POST /inzage/opvallend/vragen"] = WhenSomethingStandsOut,
        ["GET /inzage/vragen/{id:guid}"] = WhenSomethingStandsOut,
        ["POST /inzage/vragen/{id:guid}/antwoord"] = WhenSomethingStandsOut,
        ["POST /inzage/vragen/{id:guid}/oordeel"] = WhenSomethingStandsOut,
        ["GET /inloggen/tweede-stap"] = WithADevice,
        ["POST /inloggen/tweede-stap"] = WithADevice,
        ["POST /inloggen/tweede-stap/passkey"] = WithADevice,
        ["POST /inloggen/tweede-stap/passkey/vraag"] = WithADevice,
        ["POST /inloggen/passkey"] = WithADevice,
        ["POST /inloggen/passkey/vraag"] = WithADevice,
        ["GET /bevestigen"] = WithADevice,
        ["POST /bevestigen"] = WithADevice,
        ["POST /bevestigen/passkey"] = WithADevice,
        ["POST /bevestigen/passkey/vraag"] = WithADevice,
        ["POST /mijn-account/tweede-factor"] = WithADevice,
        ["POST /mijn-account/tweede-factor/verwijderen"] = WithADevice,
        ["POST /mijn-account/tweede-factor/herstelcodes"] = WithADevice,
        ["POST /mijn-account/passkeys"] = WithADevice,
        ["POST /mijn-account/passkeys/vraag"] = WithADevice,
        ["POST /mijn-account/passkeys/{passkeyId:maxlength(1400)}/verwijderen"] = WithADevice,
        ["GET /mijn-account/tweede-factor/herstelcodes"] = WithADevice,
        ["GET /mijn-account/tweede-factor/verwijderen"] = AnswerAgain,
        ["GET /mijn-account/passkeys"] = WithADevice,
        ["GET /mijn-account/profiel"] = AnswerAgain,
        ["GET /mijn-account/e-mail"] = AnswerAgain,
        ["GET /accounts/{id:guid}/tweede-factor"] = AnswerAgain,
        ["GET /accounts/{id:guid}/sessies"] = AnswerAgain,
        ["GET /accounts/{id:guid}/tokens"] = AnswerAgain,
        ["GET /accounts/{id:guid}/heropenen"] = AnswerAgain,
        ["POST /accounts/{id:guid}/tweede-factor"] = OfOneWithout,
        ["POST /accounts/{id:guid}/sessies"] = OfOneWithout,
        ["POST /accounts/{id:guid}/tokens"] = OfOneWithout,
        ["POST /accounts/{id:guid}/heropenen"] = OfOneWithout,
        ["POST /mijn-account/rol"] = OfMoreRoles,
        ["GET /acuut/{id:guid}"] = InDanger,
        ["POST /acuut/{id:guid}/oppakken"] = InDanger,
        ["GET /bewaren/{id:guid}/{kind:regex(^(CaseFile|RiskSignals|VolunteerNotes)$)}"] = AfterItsTerm,
        ["POST /bewaren/{id:guid}/{kind:regex(^(CaseFile|RiskSignals|VolunteerNotes)$)}"] = AfterItsTerm,
        ["POST /bewaren/klaar"] = AfterItsTerm,
        ["POST /bewaren/voorstel"] = AfterItsTerm,
        ["GET /bewaren/verwijderingen/{id:guid}"] = AfterItsTerm,
        ["POST /bewaren/verwijderingen/{id:guid}"] = AfterItsTerm,
        ["GET /formulieren/{id:guid}/verder"] = WithADevice,
        ["GET /formulieren/{id:guid}"] = "Only after a form came too late: HeldFormTests.",
        ["GET /fout/{status:int:range(400,599)}"] = "It is what a fault looks like, and answers with one.",
        ["GET /ontwerper/exemplaren/{instanceId}"] = InsideStudio,
        ["GET /ontwerper/workflows"] = InsideStudio,
        ["GET /ontwerper/workflows/definitions"] = InsideStudio,
        ["GET /ontwerper/workflows/definitions/{id}"] = InsideStudio,
        ["GET /ontwerper/workflows/definitions/{id}/edit"] = InsideStudio,
        ["GET /ontwerper/workflows/instances"] = InsideStudio,
        ["GET /ontwerper/workflows/instances/{id}"] = InsideStudio,
        ["GET /ontwerper/workflows/instances/{id}/view"] = InsideStudio,
    };

    /// <summary>Forms whose answer hangs on more than a walk knows; each with its reason and its tests.</summary>
    private static readonly Dictionary<string, string> ByChance = new()
    {
        ["POST /eerste-keer"] = "Asks who is not logged in for a code that an officer gave: ClientAccountTests.",
        ["POST /accounts/{id:guid}/rollen"] = OfWhoWorksHere,
        ["GET /accounts/{id:guid}/rollen"] = OfWhoWorksHere,
        ["POST /accounts/{id:guid}/rollen/afnemen"] = OfWhoWorksHere,
        ["GET /accounts/{id:guid}/rollen/afnemen"] = OfWhoWorksHere,
        ["POST /taken/{id:guid}/teruggeven"] = "What was taken may be done by the time that it is pressed: ReleaseHumanTaskTests.",
        ["POST /taken/{id:guid}/terugnemen"] = "Of a task that a colleague has, and each walks alone: ReleaseHumanTaskTests.",
        ["POST /escalaties/beantwoorden"] = "What one answer asks, another does not: AnswerEscalationsTests.",
        ["POST /escalaties/antwoorden/{id:guid}/stoppen"] = "All may be answered by the time that it is pressed: AnswerEscalationsTests.",
        ["POST /escalaties/antwoorden/{id:guid}/terugnemen"] = "Only of what was answered a moment ago: AnswerEscalationsTests.",
        ["GET /escalaties/antwoorden/{id:guid}"] = "Where an answer to several leads: AnswerEscalationsTests.",
        ["POST /taken/{id:guid}/uitstel/vragen"] = "Only of a task of a volunteer or a client: AskExtensionTests.",
        ["POST /taken/{id:guid}/uitstel/{extensionId:guid}"] = "Only while a volunteer or a client asks for it: AskExtensionTests.",
        ["GET /taken/{id:guid}/vragen/{volunteer:guid}"] = WhenAVolunteerIsAsked,
        ["GET /mijn-voorstellen"] = WhenAVolunteerIsAsked,
        ["GET /mijn-traject/{id:guid}/kennismaking"] = WhenAVolunteerIsAsked,
        ["POST /taken/{id:guid}/vragen/{volunteer:guid}"] = WhenAVolunteerIsAsked,
        ["GET /voorstellen/{id:guid}"] = WhenAVolunteerIsAsked,
        ["POST /voorstellen/{id:guid}/ontmoeting"] = WhenAVolunteerIsAsked,
        ["POST /voorstellen/{id:guid}/antwoord-client"] = WhenAVolunteerIsAsked,
        ["POST /voorstellen/{id:guid}/intrekken"] = WhenAVolunteerIsAsked,
        ["POST /mijn-voorstellen/{id:guid}"] = WhenAVolunteerIsAsked,
        ["POST /mijn-traject/{id:guid}/kennismaking/{proposal:guid}"] = WhenAVolunteerIsAsked,
        ["GET /trajecten/{id:guid}/wisseling"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/dag"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/blijft"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/voor-opvolger"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/voor-opvolger/{item:guid}/weggooien"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/voor-opvolger/{item:guid}/antwoord"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/notities"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/gesprek"] = WhenAVolunteerLeaves,
        ["POST /trajecten/{id:guid}/wisseling/opnieuw-zoeken"] = WhenAVolunteerLeaves,
        ["GET /mijn-traject/{id:guid}/wisseling"] = WhenAVolunteerLeaves,
        ["POST /mijn-traject/{id:guid}/wisseling/{item:guid}"] = WhenAVolunteerLeaves,
        ["GET /mijn-opvolging"] = WhenAVolunteerLeaves,
        ["GET /mijn-notities/bestand"] = "Only where something was written down: LastDayTests.",
        ["POST /trajecten/{id:guid}/contact/{request:guid}/intrekken"] = "Only while the own question waits: AskContactTests.",
        ["POST /noodtoegang"] = "Asks for the number of a colleague's case: TakeBreakGlassTests.",
        ["POST /trajecten/{id:guid}/toegang/{access:guid}/beeindigen"] = "What is offered may be over by the time that it is pressed: EndCaseAccessTests.",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected async Task WalkedAsync(string language, bool withScript, bool withFactor)
    {
        var walked = await WalkAsync(Roles, language, withScript, withFactor);

        var notWalked = NotWalked.Where(each => !withFactor || each.Value != WithADevice).ToDictionary();
        walked.Faults.ShouldBeEmpty();
        walked.Deeds.Where(deed => !deed.Value && !IsByChance(deed.Key)).Select(deed => deed.Key).ShouldBeEmpty("each form is taken once when it is filled in as it asks");
        walked.Routes.Where(route => !walked.IsGood(route) && !notWalked.ContainsKey(route) && !ByChance.ContainsKey(route) && (withScript || route != AskedByScript)).ShouldBeEmpty("each page and form is reached");
        notWalked.Keys.Where(route => walked.IsGood(route) || !walked.Routes.Contains(route)).ShouldBeEmpty("the list of what is not walked only shrinks");
    }

    private async Task<Walked> WalkAsync(string[] roles, string language, bool withScript, bool withFactor)
    {
        var browser = ground.Browser;
        var walks = new List<(WalkHost Host, Walk Walk)>();
        var examined = new ConcurrentDictionary<string, byte>();
        await Parallel.ForEachAsync(roles, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (role, _) =>
        {
            var host = WalkHost.Start(ground.Seeded, withFactor);
            var walk = await WalkAsync(browser, host, role, language, withScript, examined, withFactor);
            lock (walks) walks.Add((host, walk));
        });

        var walked = new Walked(
            walks[0].Host.Routes,
            EverGood(walks.SelectMany(each => each.Host.Answered)),
            EverGood(walks.SelectMany(each => each.Walk.Deeds).Select(each => KeyValuePair.Create(each.Deed, each.IsTaken))),
            [.. walks.SelectMany(each => each.Walk.Faults)]);
        foreach (var (host, _) in walks) await host.DisposeAsync();
        Write($"walk-{(roles.Length == 1 ? $"{roles[0]}-" : "")}{language}-{(withScript ? "with" : "without")}-script{(withFactor ? "-with-factor" : "")}.txt",
        [
            "ROUTES", .. walked.Routes.Select(route => $"{(walked.Answered.TryGetValue(route, out var isGood) ? isGood ? "good" : "REFUSED" : "MISSED")}\t{route}"),
            "FORMS", .. walked.Deeds.OrderBy(deed => deed.Key, StringComparer.Ordinal).Select(deed => $"{(deed.Value ? "good" : "NEVER TAKEN")}\t{deed.Key}"),
            "FAULTS", .. walked.Faults,
            "WALKS", .. walks.SelectMany(each => each.Walk.Log),
        ]);
        return walked;
    }

    private static Dictionary<string, bool> EverGood(IEnumerable<KeyValuePair<string, bool>> tries) =>
        tries.GroupBy(each => each.Key, each => each.Value).ToDictionary(group => group.Key, group => group.Any(isGood => isGood));

    private static bool IsByChance(string deed) =>
        ByChance.Keys.Any(route => deed.StartsWith($"{Regex.Replace(route, @"\{[^}]+\}", "{id}")} (", StringComparison.Ordinal));

    private static async Task<Walk> WalkAsync(IBrowser browser, WalkHost host, string role, string language, bool withScript, ConcurrentDictionary<string, byte> examined, bool withFactor)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = host.Address.ToString(), Locale = "nl-NL", JavaScriptEnabled = withScript });
        context.SetDefaultTimeout((float)TimeSpan.FromMinutes(3).TotalMilliseconds);
        var today = host.Services.GetRequiredService<TimeProvider>().Today();
        var page = await context.NewPageAsync();
        var walk = new Walk(page, role, language, withScript, new Respondent(role, today), examined, withFactor ? new Keyring(host, page) : null);
        var began = TimeProvider.System.GetTimestamp();
        await walk.GoAsync();
        walk.Log.Insert(0, $"{role}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        return walk;
    }

    private static void Write(string name, IEnumerable<string> lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "walks"));
        File.WriteAllLines(Path.Combine(folder.FullName, name), lines);
        TestContext.Current.AddAttachment(name, File.ReadAllText(Path.Combine(folder.FullName, name)));
    }

    /// <summary>What all walks of one way came to.</summary>
    /// <param name="Answered">Whether the product ever answered well, by route.</param>
    /// <param name="Deeds">For each form with its button: whether the product ever took it.</param>
    private sealed record Walked(IReadOnlyList<string> Routes, Dictionary<string, bool> Answered, Dictionary<string, bool> Deeds, IReadOnlyList<string> Faults)
    {
        public bool IsGood(string route) => Answered.GetValueOrDefault(route);
    }
}
