using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Shared.Display;

namespace Regulatief.Web.Features.Components;

/// <summary>Made-up people and events, with the long words and missing values that real ones have.</summary>
public sealed class SampleContent(DateOnly today, DateTimeOffset now)
{
    public PageFrame Frame { get; } = new(
        "Fatima el Amrani",
        AccountRole.ProbationOfficer,
        [
            new NavigationItem("Nav.Tasks", "/_componenten", 12),
            new NavigationItem("Nav.Cases", "/trajecten"),
            new NavigationItem("Nav.Meetings", "/driegesprekken"),
            new NavigationItem("Nav.RiskSignals", "/risicosignalen", 1),
            new NavigationItem("Nav.Volunteers", "/vrijwilligers"),
        ])
    {
        OtherRoles = [AccountRole.Coordinator],
    };

    public IReadOnlyList<Counter> Counters { get; } =
    [
        new(2, "taken te laat", "#taken", Tone.Danger),
        new(3, "vandaag of morgen", "#taken", Tone.Warning),
        new(24, "trajecten in uitvoering", "#taken"),
        new(1, "nieuw risicosignaal", "#taken", Tone.Information),
    ];

    public IReadOnlyList<TaskRow> Tasks { get; } =
    [
        new("Driegesprek vastleggen", "#", "Ricardo S.", "Uitvoering", today.AddDays(-6), For: "Fatima el Amrani", Project: "COSA 1-op-1"),
        new("Intake afronden", "#", "Willem-Jan van den B.", "Intake", today.AddDays(-1), For: "Fatima el Amrani", Project: "Pilot LJ&R"),
        new("Inclusiecriteria beoordelen, met de cliënt erbij", "#", "Ayşe K.", "Inclusiecheck", today, For: "Fatima el Amrani", Project: "Pilotgroep A'dam"),
        new("Startcontact met de vrijwilliger plannen", "#", "Dennis P.", "Matching", today.AddDays(1), For: "Tom Bakker (waarneming)", Project: "Pilotgroep A'dam"),
        new("Samenwerkingsovereenkomst informatie-uitwisseling ondertekenen", "#", "Michael O.", "Afspraken", today.AddDays(3), For: "Fatima el Amrani", Project: "COSA 1-op-1"),
        new("Taken verdelen per doel", "#", "Jamal T.", "Taakverdeling", today.AddDays(16), For: "Fatima el Amrani", Project: "Pilot LJ&R"),
        new("Evaluatie voorbereiden", "#", "Priscilla de W.", "Evaluatie", today.AddDays(30), IsPaused: true, For: "Fatima el Amrani", Project: "Pilot LJ&R"),
        new("Contactmoment met vrijwilliger", "#", "Bart H.", "Uitvoering", null, For: "Fatima el Amrani", Project: "Pilotgroep A'dam"),
    ];

    public IReadOnlyList<Phase> Phases { get; } =
    [
        new("Intake", PhaseState.Done, "2 sep"),
        new("Inclusiecheck", PhaseState.Done, "9 sep"),
        new("Matching", PhaseState.Done, "21 sep"),
        new("Taakverdeling", PhaseState.Done, "1 okt"),
        new("Afspraken", PhaseState.Waiting, "wacht op cliënt"),
        new("Uitvoering", PhaseState.Upcoming),
        new("Evaluatie", PhaseState.Upcoming),
    ];

    public FlowDrawing Compared { get; } = new(
        "Tekening met wat erbij kwam, wegging en wijzigde",
        [
            new("a", "Intake", "changed", "gewijzigd"),
            new("b", "Vrijwilliger koppelen", "removed", "weg"),
            new("c", "Startcontact", "added", "erbij"),
            new("d", "Evaluatie van de samenwerking met alle drie", "busy", "druk", "12 trajecten"),
        ],
        [new(new("a", "b"), "removed", "weg"), new(new("a", "c"), "added", "erbij"), new(new("c", "d", "Gehouden"))]);

    public CycleDiagram Cycle { get; } = new(
        [
            new("intake", "Intake", PhaseState.Done),
            new("check", "Inclusiecheck", PhaseState.Done),
            new("match", "Vrijwilliger koppelen", PhaseState.Done),
            new("start", "Startcontact", PhaseState.Done),
            new("tasks", "Taakverdeling", PhaseState.Current),
            new("agree", "Afspraken over het delen van informatie", PhaseState.Waiting),
            new("meet", "Driegesprek", PhaseState.Upcoming),
            new("evaluate", "Evaluatie", PhaseState.Upcoming),
            new("notincluded", "Terug naar reguliere begeleiding", PhaseState.Upcoming),
            new("close", "Afsluiting", PhaseState.Upcoming),
        ],
        [
            new("intake", "check"),
            new("check", "match", "Wel"),
            new("check", "notincluded", "Niet"),
            new("match", "start"),
            new("start", "tasks"),
            new("tasks", "agree"),
            new("agree", "meet", "Getekend"),
            new("meet", "meet", "Gehouden"),
            new("meet", "evaluate", "Evaluatie"),
            new("evaluate", "tasks", "Nieuwe ronde"),
            new("evaluate", "close", "Afsluiten"),
        ]);

    public IReadOnlyList<TimelineEvent> Timeline { get; } =
    [
        new(now.AddHours(-2), "Afspraken aangeboden ter ondertekening", "Fatima el Amrani", "Aan Ricardo, Els Vermeulen en de toezichthouder.", Tone.Information),
        new(now.AddDays(-5), "Risicosignaal besproken met cliënt", "Els Vermeulen", "‘Ik snap dat je het doorgeeft, ik had het zelf ook willen zeggen.’", Tone.Warning, "#"),
        new(now.AddDays(-12), "Driegesprek gehouden", "Els Vermeulen", "Hoe het gaat met de schuldhulp en wie belt met de woningbouw.", Tone.Success, "#"),
        new(now.AddDays(-40), "Vrijwilliger gekoppeld", "Coördinator Joke Smit"),
    ];

    public IReadOnlyList<PartySignature> Signatures { get; } =
    [
        new("Vrijwilliger", "Els Vermeulen", SignatureState.Signed, now.AddDays(-2), "op het scherm"),
        new("Professional", "Fatima el Amrani", SignatureState.Signed, now.AddDays(-1), "op het scherm"),
        new("Cliënt", "Ricardo S.", SignatureState.Open),
    ];

    public IReadOnlyList<PageSection> Sections { get; } =
    [
        new("taken", "Taken", 8),
        new("verloop", "Verloop"),
        new("afspraken", "Afspraken"),
        new("formulier", "Formulier"),
        new("berichten", "Berichten"),
        new("schema", "Schema"),
        new("leeg", "Leeg en bladeren"),
    ];
}
