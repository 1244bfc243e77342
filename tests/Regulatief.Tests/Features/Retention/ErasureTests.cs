using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.Retention;

namespace Regulatief.Tests.Features.Retention;

/// <summary>What an approved erasure takes away, what it leaves, and that it goes on where it stopped.</summary>
public sealed class ErasureTests(SqliteHost host) : RetentionTest(host)
{
    private const string Mark = "Zonnebloemzaad";

    /// <summary>Kinds of rows that hold nothing of any one case, or ids and hashes alone. Whatever is not named here goes, or is emptied.</summary>
    private static readonly string[] NotOfACase =
    [
        "Account", "AccountPasskey", "ApiToken", "CalendarFeed", "ClientCode", "Cover", "HeldForm", "HeldRole", "Invitation", "Mail", "PushDevice", "Session", "ShortMessage", "UnwantedNotice",
        "IdentityUserClaim<Guid>", "IdentityUserLogin<Guid>", "IdentityUserToken<Guid>",
        "Project", "ProjectCoordinator", "Volunteer", "DeclarationTold", "SupportRequest", "StoredDefinition", "DefinitionBranch", "DraftState", "Counter", "ClosingPeriod", "JobTurn",
        "AuditEntry", "AuditSeal", "AuditVerification", "AuditQuestion",
        // Ids and a hash, gone after seven days.
        "IdempotencyRecord",
        // Of a move of cycles: ids of activities.
        "MigrationBatch", "MigratingCase",
        "RetentionReview", "Erasure", "ErasureItem",
    ];

    [Fact]
    public async Task Erasure_OfACaseWithARowOfEveryKind_LeavesNoWordOfIt()
    {
        var @case = await Closed(A.Case().ForClient("Zebulon", Mark).Paired());
        await FillAsync(@case);
        (await TablesHolding(Mark)).Count.ShouldBeGreaterThan(30, "a row of each kind holds the mark");

        var id = await ProposeAndApprove(FileOf(@case));
        await Host.SweepAsync();

        (await ItemsOf(id)).ShouldHaveSingleItem().Outcome.ShouldBe(ErasureOutcome.Erased);
        (await TablesHolding(Mark)).ShouldBeEmpty();
        (await TablesHolding("Zebulon")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Erasure_OfACase_LeavesTheFiguresAndHidesIt()
    {
        var @case = await Closed(A.Case().Paired());
        await Host.WriteAsync(db => db.Add(new VolunteerActivity
        {
            CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, Category = VolunteerActivityCategory.Talking, On = Today.AddYears(-7), Note = "Van hem.", LoggedAt = Clock.GetUtcNow(),
        }));

        await ProposeAndApprove(FileOf(@case));
        await Host.SweepAsync();

        var left = await CaseOf(@case);
        (left.Number, left.ProjectId, left.ErasedAt, left.Client.FullName, left.Client.AccountId).ShouldBe((@case.Number, @case.Project.Id, Clock.GetUtcNow(), " ", null));
        left.Assignments.ShouldHaveSingleItem();
        (await Read(db => db.VolunteerActivities.SingleAsync(Cancel))).Note.ShouldBeNull();
        foreach (var account in new[] { @case.Officer, @case.Coordinator }) await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new CasePageQuery(@case.Id)));
        await Should.ThrowAsync<NotFoundException>(As(PrivacyOfficer).SendAsync(new CaseAccessPageQuery(@case.Id)));
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.ProbationOfficer())).SendAsync(
            new TakeBreakGlassCommand(@case.Number, BreakGlassCategory.NobodyReachable, "Toch.")))).Code.ShouldBe("access-no-such-case");
    }

    [Fact]
    public async Task Erasure_LastCaseOfAClient_ClosesTheirAccount()
    {
        var @case = await Closed(A.Case());
        await As(@case.Client!).BrowseAsync();
        await Host.WriteAsync(db =>
        {
            var (id, now) = (@case.Client!.Id, Clock.GetUtcNow());
            db.Add(new ClientCode { AccountId = id, CodeHash = "abc", GivenById = @case.Officer.Id, MadeAt = now, EndsAt = now });
            db.Add(new Mail { AccountId = id, Kind = MailKind.ForgottenPassword, PromisedAt = now, UntilAt = now, DueAt = now });
            db.Add(new ShortMessage { AccountId = id, Channel = NoticeChannel.Push, PromisedAt = now, UntilAt = now, DueAt = now });
            db.Add(new PushDevice { AccountId = id, Subscription = "abc", EndpointHash = "abc", Device = "", Since = now });
        });

        await ProposeAndApprove(FileOf(@case));
        await Host.SweepAsync();

        var account = await Read(db => db.Accounts.SingleAsync(a => a.Id == @case.Client!.Id, Cancel));
        (account.IsActive, account.PasswordHash, account.DisplayName).ShouldBe((false, null, "–"));
        (await Read(db => db.Sessions.AnyAsync(s => s.AccountId == account.Id, Cancel))).ShouldBeFalse();
        (await Read(async db => await db.ClientCodes.CountAsync(Cancel) + await db.Mails.CountAsync(Cancel) + await db.ShortMessages.CountAsync(Cancel) + await db.PushDevices.CountAsync(Cancel))).ShouldBe(0);
        await Should.ThrowAsync<InvalidOperationException>(As(@case.Client!).BrowseAsync());
    }

    [Fact]
    public async Task Erasure_ClientWithAnotherCase_LeavesThemThereWithWhoIsKeptOut()
    {
        var @case = await Closed(A.Case());
        var other = await Given(A.Case());
        var client = (await CaseOf(@case)).ClientId;
        await Read(db => db.Cases.Where(c => c.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClientId, client), Cancel));
        var neighbour = await Given(A.Coordinator());
        await As(PrivacyOfficer).SendAsync(new GiveCaseAccessCommand(@case.Id, CaseAccessKind.Exclusion, neighbour.Id, null, "Buurvrouw."));

        await ProposeAndApprove(FileOf(@case));
        await Host.SweepAsync();

        (await CaseOf(other)).ClientId.ShouldBe(client);
        (await Read(db => db.Accounts.SingleAsync(a => a.Id == @case.Client!.Id, Cancel))).IsActive.ShouldBeTrue();
        (await As(neighbour).ActorAsync()).Rights.Excluded.ShouldBe([other.Id]);
    }

    [Fact]
    public async Task Erasure_BeforeItsTermEnds_WaitsForThatDay()
    {
        var @case = await Closed(A.Case());
        await Close(@case.Id, Clock.GetUtcNow().AddYears(-5).AddDays(10));
        var id = await ProposeAndApprove(FileOf(@case));

        await Host.PassAsync(TimeSpan.FromDays(9));
        (await ItemsOf(id)).ShouldHaveSingleItem().Outcome.ShouldBe(ErasureOutcome.Waiting);
        await Host.PassAsync(TimeSpan.FromDays(1));

        (await ItemsOf(id)).ShouldHaveSingleItem().Outcome.ShouldBe(ErasureOutcome.Erased);
    }

    [Fact]
    public async Task Erasure_HeldAfterTheApproval_TakesNothing()
    {
        var @case = await Closed(A.Case().ForClient("Karel", "Zeldzaam"));
        var id = await ProposeAndApprove(FileOf(@case));
        await As(PrivacyOfficer).SendAsync(new SetLegalHoldCommand(@case.Number, "Klacht.", Today.AddYears(1)));

        await Host.SweepAsync();

        var item = (await ItemsOf(id)).ShouldHaveSingleItem();
        (item.Outcome, item.Refusal).ShouldBe((ErasureOutcome.Refused, "erasure-case-held"));
        (await CaseOf(@case)).Client.LastName.ShouldBe("Zeldzaam");
        (await (await As(Second).BrowseAsync()).OpenAsync($"/bewaren/verwijderingen/{id}")).Text.ShouldContain("valt onder bewaarplicht");
    }

    [Fact]
    public async Task Erasure_StoppedHalfWay_GoesOnAndDoesNothingTwice()
    {
        var cases = new[] { await Closed(A.Case()), await Closed(A.Case()), await Closed(A.Case()) };
        var id = await ProposeAndApprove([.. cases.Select(FileOf)]);
        var first = await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Erasure && w.CaseId == cases[0].Id).Select(w => w.Id).SingleAsync(Cancel));
        await Host.SendAsync(Actor.System, new PerformDueWorkCommand(first));
        var done = (await ItemsOf(id))[0];
        (await ItemsOf(id)).Select(i => i.Outcome).ShouldBe([ErasureOutcome.Erased, ErasureOutcome.Waiting, ErasureOutcome.Waiting]);

        Clock.Advance(TimeSpan.FromHours(1));
        await Host.SendAsync(Actor.System, new PerformDueWorkCommand(first));
        (await Host.SweepAsync()).ShouldBe(2);

        var items = await ItemsOf(id);
        items.ShouldAllBe(i => i.Outcome == ErasureOutcome.Erased);
        (items[0].DoneAt, items[0].CountsJson).ShouldBe((done.DoneAt, done.CountsJson));
        await Should.ThrowAsync<NotFoundException>(Propose(FileOf(cases[0])));
    }

    [Fact]
    public async Task Erasure_Done_LeavesTheAuditLogAsItWasSealed()
    {
        var @case = await Closed(A.Case());
        await As(@case.Officer).SendAsync(new CasePageQuery(@case.Id));
        await Host.SealAsync();
        var before = await Read(db => db.AuditEntries.OrderBy(e => e.Id).AsNoTracking().ToListAsync(Cancel));

        await ProposeAndApprove(FileOf(@case));
        await Host.SweepAsync();
        await Host.SealAsync();

        var after = await Read(db => db.AuditEntries.OrderBy(e => e.Id).AsNoTracking().ToListAsync(Cancel));
        after.Where(e => before.Exists(b => b.Id == e.Id)).Select(AuditRecord.Of).ShouldBe(before.Select(AuditRecord.Of));
        after.ShouldContain(e => e.SubjectType == nameof(ErasureItem) && e.CaseId == @case.Id);
        var verdict = await As(PrivacyOfficer).SendAsync(new VerifyAuditQuery());
        verdict.Damage.ShouldBeNull();
    }

    [Fact]
    public async Task Erasure_OfTheVolunteersNotes_LeavesTheRestOfTheCase()
    {
        var @case = await Closed(A.Case().Paired(), yearsAgo: 2);
        await Host.WriteAsync(db =>
        {
            db.Add(new VolunteerActivity
            {
                CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, Category = VolunteerActivityCategory.Talking, On = Today.AddYears(-3), Note = "Van hem.", LoggedAt = Clock.GetUtcNow(),
            });
            db.Add(new RiskSignal { CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, Kind = RiskSignalKind.RisingRiskBehaviour, Observation = "Voor mezelf.", NotedAt = Clock.GetUtcNow() });
        });

        await ProposeAndApprove(new ErasureChoice(@case.Id, RetentionKind.VolunteerNotes));
        await Host.SweepAsync();

        (await Read(db => db.RiskSignals.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.VolunteerActivities.SingleAsync(Cancel))).Note.ShouldBeNull();
        (await As(@case.Officer).SendAsync(new CasePageQuery(@case.Id))).Plan.Goals.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Erasure_OfTheSignals_TakesWhatTheClientSaidOfThem()
    {
        var @case = await Closed(A.Case().Paired());
        var signal = new RiskSignal { CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, Kind = RiskSignalKind.RisingRiskBehaviour, Observation = "Gedeeld.", NotedAt = Clock.GetUtcNow() };
        await Host.WriteAsync(db =>
        {
            db.Add(signal);
            db.Add(new Disclosure
            {
                CaseId = @case.Id, RiskSignalId = signal.Id, Recipient = CaseRole.Professional, Ground = SharingGround.AgreementAndDiscussed, SharedById = @case.Volunteer.Account.Id, From = Clock.GetUtcNow(),
            });
            foreach (var (about, id) in new (ClientRequestAbout, Guid?)[] { (ClientRequestAbout.RiskSignal, signal.Id.Value), (ClientRequestAbout.Other, null) })
            {
                var request = new ClientRequest { CaseId = @case.Id, Kind = ClientRequestKind.Objection, Words = "Zo was het niet.", About = about, AboutId = id, AskedAt = Clock.GetUtcNow() };
                request.Respond("Gelezen.", @case.Officer.Id, Clock.GetUtcNow());
                db.Add(request);
            }
        });

        await ProposeAndApprove(new ErasureChoice(@case.Id, RetentionKind.RiskSignals));
        await Host.SweepAsync();

        (await Read(db => db.RiskSignals.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.ClientRequests.SingleAsync(Cancel))).About.ShouldBe(ClientRequestAbout.Other);
    }

    private Task<List<string>> TablesHolding(string words) => Read(async db =>
    {
        await using var connection = new SqliteConnection(Host.Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        List<string> found = [];
        foreach (var table in db.Model.GetRelationalModel().Tables.Select(t => t.Name))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names of our own tables
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel))
            {
                if (!Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetValue(i) is string text && text.Contains(words, StringComparison.OrdinalIgnoreCase))) continue;
                found.Add(table);
                break;
            }
        }

        return found;
    });

    /// <summary>A row of every kind that the model has of a case, each of its texts with the mark in it.</summary>
    private Task<int> FillAsync(CaseUnderTest @case) => Read(async db =>
    {
        var stored = await db.Cases.Include(c => c.Client).Include(c => c.Project).Include(c => c.Assignments).ThenInclude(a => a.Volunteer).SingleAsync(c => c.Id == @case.Id, Cancel);
        var there = new Dictionary<Type, object>
        {
            [typeof(Case)] = stored, [typeof(Client)] = stored.Client, [typeof(Project)] = stored.Project, [typeof(Volunteer)] = stored.Assignments[0].Volunteer, [typeof(Account)] = @case.Officer,
        };
        var waiting = db.Model.GetEntityTypes().Where(t => !t.IsOwned() && !there.ContainsKey(t.ClrType) && !NotOfACase.Contains(NameOf(t.ClrType)))
            .OrderBy(t => t.ClrType != typeof(StoredInstance)).ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.Find(t => t.GetForeignKeys().Where(f => f.IsRequired).All(f => there.ContainsKey(f.PrincipalEntityType.ClrType)))
                ?? throw new InvalidOperationException($"{string.Join(", ", waiting.Select(t => t.Name))} wait for each other.");
            waiting.Remove(next);
            there[next.ClrType] = Filled(next, there, @case);
            db.Add(there[next.ClrType]);
        }

        foreach (var entry in db.ChangeTracker.Entries<StoredInstance>().ToList()) entry.Property(i => i.Status).CurrentValue = WorkflowStatus.Finished;
        foreach (var entry in db.ChangeTracker.Entries<HumanTask>().ToList()) entry.Property(t => t.Status).CurrentValue = HumanTaskStatus.Completed;
        foreach (var entry in db.ChangeTracker.Entries<DueWork>().ToList()) entry.Property(w => w.DueAt).CurrentValue = Clock.GetUtcNow().AddYears(50);
        foreach (var entry in db.ChangeTracker.Entries<EscalationBatchItem>().ToList()) entry.Property(i => i.BatchId).CurrentValue = ((EscalationBatch)there[typeof(EscalationBatch)]).Id;
        foreach (var entry in db.ChangeTracker.Entries<KeptLonger>().ToList()) entry.Property(k => k.Until).CurrentValue = Today;
        return await db.SaveChangesAsync(Cancel);
    });

    private object Filled(IEntityType type, Dictionary<Type, object> there, CaseUnderTest @case)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        foreach (var property in type.GetProperties().Where(p => p.PropertyInfo is { CanWrite: true }))
        {
            var principal = property.GetContainingForeignKeys().Where(f => !f.IsOwnership).Select(f => (f.PrincipalEntityType.ClrType, Key: f.PrincipalKey.Properties[f.Properties.ToList().IndexOf(property)])).FirstOrDefault();
            var value = principal.ClrType is not null && there.TryGetValue(principal.ClrType, out var row2) ? principal.Key.PropertyInfo!.GetValue(row2)
                : principal.ClrType is not null ? null
                : property.Name == "InstanceId" && there.TryGetValue(typeof(StoredInstance), out var instance) ? ((StoredInstance)instance).Id
                : ValueFor(property.ClrType, @case);
            property.PropertyInfo!.SetValue(row, value);
        }

        foreach (var complex in type.GetComplexProperties())
            if (complex.PropertyInfo is { CanWrite: true } info) info.SetValue(row, FilledValue(complex.ClrType, @case));
        foreach (var navigation in type.GetNavigations().Where(n => n.TargetEntityType.IsOwned()))
        {
            var owned = Filled(navigation.TargetEntityType, there, @case);
            if (!navigation.IsCollection)
            {
                navigation.PropertyInfo!.SetValue(row, owned);
                continue;
            }

            var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(navigation.TargetEntityType.ClrType))!;
            list.Add(owned);
            navigation.PropertyInfo!.SetValue(row, list);
        }

        return row;
    }

    private object FilledValue(Type type, CaseUnderTest @case)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite)) property.SetValue(value, ValueFor(property.PropertyType, @case));
        return value;
    }

    private object? ValueFor(Type type, CaseUnderTest @case)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Mark;
        if (type == typeof(List<string>)) return new List<string> { Mark };
        if (type == typeof(CaseId)) return @case.Id;
        if (type == typeof(VolunteerId)) return @case.Volunteer.Id;
        if (type == typeof(Guid)) return Guid.NewGuid();
        if (type == typeof(DateTimeOffset)) return Clock.GetUtcNow().AddYears(-7);
        if (type == typeof(DateOnly)) return Today.AddYears(-7);
        if (type == typeof(int)) return 1;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0);
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRowId<>))) return Activator.CreateInstance(type, Guid.NewGuid());
        return type.IsValueType || type.IsGenericType ? Activator.CreateInstance(type) : null;
    }

    private static string NameOf(Type type) => type.IsGenericType ? $"{type.Name.Split('`')[0]}<{type.GenericTypeArguments[0].Name}>" : type.Name;
}
