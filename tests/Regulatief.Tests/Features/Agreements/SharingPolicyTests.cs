using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Features.Agreements;

/// <summary>Situations drawn at random, each judged by the policy and by its conditions said once more.</summary>
public sealed class SharingPolicyTests(SqliteHost host) : FeatureTest(host)
{
    private const int Seed = 20261124;
    private const int Situations = 900;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Guid Somebody = Guid.CreateVersion7();

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task SharingPolicy_AnySituation_DecidesByItsConditions()
    {
        var random = new Random(Seed);
        Dictionary<string, int> met = [];
        for (var nth = 0; nth < Situations; nth++)
        {
            var situation = Situation.Drawn(random);
            var expected = Refusal(situation) ?? $"{Ground(situation)}";
            (await JudgedAsync(situation)).ShouldBe(expected, $"situation {nth} of seed {Seed}: {situation}");
            met[expected] = met.GetValueOrDefault(expected) + 1;
        }

        // Each way to be refused and each ground was met often enough to mean something.
        met.Keys.ShouldBe(
            [
                "sharing-no-such-recipient", "sharing-is-the-volunteers", "sharing-exception-not-yours", "sharing-no-exception", "sharing-exception-reason",
                "sharing-no-agreement", "sharing-agreement-not-yet-valid", "sharing-agreement-expired", "sharing-agreement-suspended", "sharing-not-covered",
                "sharing-not-discussed", "sharing-client-not-told", .. Enum.GetNames<SharingGround>(),
            ],
            ignoreOrder: true);
        met.Values.ShouldAllBe(times => times >= 3);
    }

    [Fact]
    public async Task SharingPolicy_NobodyHoldsTheRecipientsPlace_IsRefusedAlsoUnderAnException()
    {
        await Host.WriteAsync(db => db.Accounts.Single(a => a.Id == _case.Coordinator.Id).IsActive = false);

        (await JudgedAsync(Situation.Plain with { Recipient = CaseRole.Coordinator, Exception = Situation.Danger })).ShouldBe("sharing-no-such-recipient");
    }

    [Fact]
    public async Task SharingPolicy_NobodyStandsBesideTheClient_NotEvenItsVolunteerShares()
    {
        await Host.WriteAsync(db => db.VolunteerAssignments.Single(a => a.CaseId == _case.Id).End(Clock.GetUtcNow(), "Verhuisd."));

        (await JudgedAsync(Situation.Plain)).ShouldBe("sharing-is-the-volunteers");
        (await JudgedAsync(Situation.Plain with { Exception = Situation.Danger })).ShouldBe("sharing-exception-not-yours");
    }

    [Fact]
    public async Task SharingPolicy_OfTwoInForce_TheOneThatCoversDecides()
    {
        await Store(Situation.Plain with { Covered = [] });

        (await JudgedAsync(Situation.Plain)).ShouldBe(nameof(SharingGround.AgreementAndDiscussed));
    }

    /// <summary>The conditions of sharing, in the order in which they are told.</summary>
    private static string? Refusal(Situation s)
    {
        if (s.Recipient is CaseRole.Client or CaseRole.Volunteer) return "sharing-no-such-recipient";
        var isItsVolunteer = s is { Who: Who.Volunteer, IsOwn: true };
        if (s.Exception is { } exception)
        {
            if (!isItsVolunteer && s.Who is not (Who.Officer or Who.CoveringOfficer or Who.Coordinator)) return "sharing-exception-not-yours";
            if (exception.Ground is SharingGround.AgreementAndDiscussed or SharingGround.AgreementAndUnreachable) return "sharing-no-exception";
            return exception.Reason.Trim().Length == 0 ? "sharing-exception-reason" : null;
        }

        if (!isItsVolunteer) return "sharing-is-the-volunteers";
        var aboutPaper = s.Paper switch
        {
            Paper.None or Paper.Proposed or Paper.Withdrawn => "sharing-no-agreement",
            Paper.FromTomorrow => "sharing-agreement-not-yet-valid",
            Paper.UntilYesterday or Paper.ReplacedToday => "sharing-agreement-expired",
            _ when !s.OfficerSigned || !s.VolunteerSigned => "sharing-agreement-suspended",
            _ when !s.Covered.Contains(s.Recipient) => "sharing-not-covered",
            _ when s.Recipient == CaseRole.Coordinator && !s.CoordinatorSigned => "sharing-agreement-suspended",
            _ => null,
        };
        if (aboutPaper is not null) return aboutPaper;
        if (s.Told == s.Recipient || s.IsUnreachable) return null;
        return s.IsDiscussed ? "sharing-client-not-told" : "sharing-not-discussed";
    }

    private static SharingGround Ground(Situation s) =>
        s.Exception?.Ground ?? (s.Told == s.Recipient ? SharingGround.AgreementAndDiscussed : SharingGround.AgreementAndUnreachable);

    /// <returns>The ground of the permit, or the code of the refusal.</returns>
    private async Task<string> JudgedAsync(Situation situation)
    {
        var agreement = await Store(situation);
        await using var scope = Host.Services.CreateAsyncScope();
        var actor = ActorOf(situation.Who);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var policy = scope.ServiceProvider.GetRequiredService<SharingPolicy>();
        var @case = await db.Cases.ForChange(_case.Id).SingleAsync(Cancel);
        var signal = SignalIn(situation);
        try
        {
            var permit = await policy.PermitFor(signal, @case, situation.Recipient, situation.Exception, Cancel);

            List<Guid> people = [situation.Recipient == CaseRole.Professional ? _case.Officer.Id : _case.Coordinator.Id];
            (permit.SignalId, permit.Recipient, permit.GrantedTo, permit.At).ShouldBe((signal.Id, situation.Recipient, actor.AccountId, Clock.GetUtcNow()));
            permit.People.ShouldBe(people);
            permit.AgreementId.ShouldBe(situation.Exception is null ? agreement : null);
            permit.Reason.ShouldBe(situation.Exception?.Reason);
            var row = db.ChangeTracker.Entries<AuditEntry>().ShouldHaveSingleItem().Entity;
            (row.Kind, row.Action, row.CaseId, row.SubjectId, row.ActorId, row.Detail)
                .ShouldBe((AuditKind.Sharing, $"granted:{permit.Ground}", _case.Id, signal.Id.Value, actor.AccountId, situation.Recipient.ToString()));
            return permit.Ground.ToString();
        }
        catch (CaseRuleException refusal)
        {
            db.ChangeTracker.Entries<AuditEntry>().ShouldBeEmpty();
            return refusal.Code;
        }
        finally
        {
            policy.HasDecided.ShouldBeTrue();
            await Read(db => db.Agreements.Where(a => a.Id == agreement).ExecuteDeleteAsync(Cancel));
        }
    }

    private async Task<AgreementId?> Store(Situation situation)
    {
        if (situation.Paper == Paper.None) return null;
        var agreement = AgreementIn(situation);
        await Host.WriteAsync(db => db.Agreements.Add(agreement));
        return agreement.Id;
    }

    private InformationSharingAgreement AgreementIn(Situation situation)
    {
        var signedAt = Clock.GetUtcNow().AddDays(-7);
        var agreement = new InformationSharingAgreement
        {
            CaseId = _case.Id,
            Round = 1,
            Purpose = "Samen werken.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = situation.Paper == Paper.FromTomorrow ? Today.AddDays(1) : Today.AddDays(-7),
            ValidUntil = situation.Paper == Paper.UntilYesterday ? Today.AddDays(-1) : Today.AddDays(7),
            NamesCoordinator = situation.Covered.Contains(CaseRole.Coordinator),
            ProposedById = _case.Officer.Id,
            ProposedAt = signedAt,
            Categories =
            [
                new() { Category = InformationCategory.WellBeing, Direction = SharingDirection.Both, Recipients = [CaseRole.Professional, CaseRole.Coordinator] },
                .. situation.Covered.Count == 0 ? Array.Empty<AgreementCategory>() :
                [
                    new() { Category = InformationCategory.RiskSignals, Direction = SharingDirection.VolunteerToProfessional, Recipients = [.. situation.Covered] },
                ],
            ],
        };
        Sign(CaseRole.Professional, situation.OfficerSigned ? _case.Officer.Id : Somebody);
        Sign(CaseRole.Volunteer, situation.VolunteerSigned ? _case.Volunteer.Id.Value : Somebody);
        if (agreement.NamesCoordinator) Sign(CaseRole.Coordinator, situation.CoordinatorSigned ? _case.Coordinator.Id : Somebody);
        if (situation.Paper == Paper.Proposed) return agreement;

        Sign(CaseRole.Client, Somebody);
        if (situation.Paper == Paper.Withdrawn) agreement.Withdraw(CaseRole.Client, "Toch niet.", signedAt);
        if (situation.Paper == Paper.ReplacedToday) agreement.Replace(Today, signedAt);
        return agreement;

        void Sign(CaseRole party, Guid person) => agreement.Sign(party, person, SigningManner.OwnAccount, person, signedAt);
    }

    private RiskSignal SignalIn(Situation situation)
    {
        var signal = new RiskSignal
        {
            CaseId = _case.Id,
            VolunteerId = situation.IsOwn ? _case.Volunteer.Id : VolunteerId.New(),
            Kind = RiskSignalKind.PossibleRelapse,
            Observation = "Iets gezien.",
            NotedAt = Clock.GetUtcNow().AddDays(-3),
        };
        if (situation.IsDiscussed)
        {
            signal.Discuss(new SignalDiscussion
            {
                RiskSignalId = signal.Id,
                At = Clock.GetUtcNow().AddDays(-2),
                How = DiscussionManner.ByPhone,
                ToldRecipients = situation.Told is { } told ? [told] : [],
                ClientsReaction = "Ja.",
            });
        }

        if (!situation.IsUnreachable) return signal;
        for (var nth = 0; nth < RiskSignal.AttemptsNeeded; nth++) signal.RecordFailedAttempt(Clock.GetUtcNow().AddDays(-1 - nth), DiscussionManner.ByPhone);
        signal.ConfirmUnreachable(Clock.GetUtcNow());
        return signal;
    }

    private Actor ActorOf(Who who) => who switch
    {
        Who.Volunteer => new(_case.Volunteer.Account.Id, AccountRole.Volunteer),
        Who.OtherVolunteer => new(Somebody, AccountRole.Volunteer),
        Who.Officer => new(_case.Officer.Id, AccountRole.ProbationOfficer),
        Who.CoveringOfficer => new(Somebody, AccountRole.ProbationOfficer) { ActsFor = [Somebody, _case.Officer.Id] },
        Who.OtherOfficer => new(Somebody, AccountRole.ProbationOfficer),
        Who.Coordinator => new(_case.Coordinator.Id, AccountRole.Coordinator),
        Who.OtherCoordinator => new(Somebody, AccountRole.Coordinator),
        Who.Client => new(_case.Client!.Id, AccountRole.Client),
        // The volunteer's own account, acting in another role.
        _ => new(_case.Volunteer.Account.Id, AccountRole.PrivacyOfficer),
    };

    public enum Who
    {
        Volunteer,
        OtherVolunteer,
        Officer,
        CoveringOfficer,
        OtherOfficer,
        Coordinator,
        OtherCoordinator,
        Client,
        PrivacyOfficer,
    }

    public enum Paper
    {
        None,
        Proposed,
        Withdrawn,
        FromTomorrow,
        UntilYesterday,
        ReplacedToday,
        Signed,
    }

    /// <param name="IsOwn">The signal was noted by the volunteer who stands beside the client.</param>
    /// <param name="Told">To whom the client was told that it goes; null when that was not said.</param>
    private sealed record Situation(
        Who Who, bool IsOwn, CaseRole Recipient, SharingException? Exception, Paper Paper, List<CaseRole> Covered,
        bool OfficerSigned, bool VolunteerSigned, bool CoordinatorSigned, bool IsDiscussed, CaseRole? Told, bool IsUnreachable)
    {
        public static readonly SharingException Danger = new(SharingGround.AcuteDanger, "Hij dreigt.");

        public static readonly Situation Plain = new(
            Who.Volunteer, true, CaseRole.Professional, null, Paper.Signed, [CaseRole.Professional], true, true, true, true, CaseRole.Professional, false);

        private static readonly SharingException[] Exceptions =
            [Danger, new(SharingGround.LegalDuty, "Het moet."), new(SharingGround.AcuteDanger, "  "), new(SharingGround.AgreementAndDiscussed, "Zomaar.")];

        /// <summary>Half of each choice is the one with which sharing goes on, so that the later conditions are met too.</summary>
        public static Situation Drawn(Random random)
        {
            var isDiscussed = OneOf(true, true, true, false);
            return new(
                OneOf([.. Enum.GetValues<Who>(), .. Enumerable.Repeat(Who.Volunteer, 16)]),
                OneOf(true, true, true, true, false),
                OneOf([.. Enum.GetValues<CaseRole>(), .. Enumerable.Repeat(CaseRole.Professional, 4), .. Enumerable.Repeat(CaseRole.Coordinator, 4)]),
                OneOf(true, false, false) ? OneOf(Exceptions) : null,
                OneOf([.. Enum.GetValues<Paper>(), .. Enumerable.Repeat(Paper.Signed, 12)]),
                OneOf<List<CaseRole>>([], [CaseRole.Professional], [CaseRole.Coordinator], [CaseRole.Professional, CaseRole.Coordinator], [CaseRole.Professional, CaseRole.Coordinator]),
                OneOf(true, true, true, true, false),
                OneOf(true, true, true, true, false),
                OneOf(true, true, false),
                isDiscussed,
                isDiscussed ? OneOf<CaseRole?>(null, CaseRole.Professional, CaseRole.Coordinator) : null,
                OneOf(true, false, false));

            T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];
        }

        public override string ToString() =>
            $"{Who}, own {IsOwn}, to {Recipient}, exception {Exception?.Ground} \"{Exception?.Reason}\", {Paper} for [{string.Join(' ', Covered)}], "
            + $"signed by officer {OfficerSigned} volunteer {VolunteerSigned} coordinator {CoordinatorSigned}, discussed {IsDiscussed} told {Told}, unreachable {IsUnreachable}";
    }
}
