using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Audit;

/// <summary>The audit log as a chain, the same on each kind of database: whatever is done to it in the database is found, and where.</summary>
public abstract class AuditChainContract(RegulatiefHost host) : IAsyncLifetime
{
    private const int Rows = 9;

    /// <summary>The row in the middle, to which it is done.</summary>
    private const long Middle = 5;

    private readonly List<AuditEntry> _entries = [];

    /// <summary>Read from the type and not from a list, so that a column that is added is judged too.</summary>
    public static TheoryData<string> Columns => [.. typeof(AuditEntry).GetProperties().Select(p => p.Name)];

    public static TheoryData<string> NullableColumns => [.. typeof(AuditEntry).GetProperties().Where(IsNullable).Select(p => p.Name)];

    public static TheoryData<string> SealColumns => [.. typeof(AuditSeal).GetProperties().Select(p => p.Name)];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected RegulatiefHost Host => host;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        await host.ResetAsync(Cancel);
        for (var i = 0; i < Rows; i++) _entries.Add(Entry(host.Clock.GetUtcNow().AddSeconds(i)));
        await host.WriteAsync(db => db.AddRange(_entries));
        host.Clock.Advance(TimeSpan.FromSeconds(Rows));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Seal_WhatIsNotSealed_GivesEachItsPlaceInOrder()
    {
        (await host.SealAsync()).ShouldBe(Rows);
        (await host.SealAsync()).ShouldBe(0);

        var seals = await SealsAsync();
        seals.Select(s => s.Sequence).ShouldBe(Enumerable.Range(1, Rows).Select(i => (long)i));
        seals.Select(s => s.EntryId).ShouldBe(_entries.Select(e => e.Id));
        seals.Select(s => s.At).ShouldBe(_entries.Select(e => e.At));
        var verdict = await VerifyAsync();
        (verdict.IsFine, verdict.Verified, verdict.Unsealed, verdict.Late).ShouldBe((true, Rows, 0, 0));
    }

    [Fact]
    public async Task Seal_CommittedLate_ComesBehindWhatWasThere()
    {
        await host.SealAsync();
        var late = Entry(host.Clock.GetUtcNow().AddSeconds(-30));
        await host.WriteAsync(db => db.Add(late));

        await host.SealAsync();

        (await SealsAsync())[^1].EntryId.ShouldBe(late.Id);
    }

    [Fact]
    public async Task Seal_CommittedLateWhileTheLogStoodStill_IsFound()
    {
        await host.SealAsync();
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.SealAsync();
        var late = Entry(host.Clock.GetUtcNow().AddSeconds(-30));
        await host.WriteAsync(db => db.Add(late));

        (await host.SealAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Seal_OfLongBefore_IsFoundByTheHourlyLookAndTold()
    {
        await host.SealAsync();
        var old = Entry(host.Clock.GetUtcNow().AddDays(-3));
        await host.WriteAsync(db => db.Add(old));
        await host.SealAsync();
        var before = await VerifyAsync();

        (await Sealer.SealLateAsync(Cancel)).ShouldBe(1);

        (before.Unsealed, before.UnsealedSince).ShouldBe((1, old.At));
        var after = await VerifyAsync();
        (after.IsFine, after.Unsealed, after.Late).ShouldBe((true, 0, 1));
        // From there it goes on: the end of the chain is old, what comes is new.
        await host.WriteAsync(db => db.Add(Entry(host.Clock.GetUtcNow())));
        (await host.SealAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Seal_StoppedBetweenBatches_GoesOnWhereItWas()
    {
        await GivenManyAsync(AuditSealer.BatchSize * 2);
        using var stop = new CancellationTokenSource();
        var stopped = new AuditSealer(
            new StoppingScopes(host.Services.GetRequiredService<IServiceScopeFactory>(), stop, batches: 1), host.Services.GetRequiredService<WriteGate>(), host.Clock);
        await Should.ThrowAsync<OperationCanceledException>(stopped.SealAsync(stop.Token));
        var half = (await SealsAsync()).Count;

        await host.SealAsync();

        half.ShouldBe(AuditSealer.BatchSize);
        var verdict = await VerifyAsync();
        (verdict.IsFine, verdict.Verified, verdict.Unsealed).ShouldBe((true, Rows + (AuditSealer.BatchSize * 2), 0));
    }

    [Fact]
    public async Task Seal_ByTwoAtOnce_LeavesNoGapAndNothingTwice()
    {
        await GivenManyAsync(AuditSealer.BatchSize * 4);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => new AuditSealer(host.Services.GetRequiredService<IServiceScopeFactory>(), host.Services.GetRequiredService<WriteGate>(), host.Clock).SealAsync(Cancel), Cancel)));

        var seals = await SealsAsync();
        seals.Select(s => s.Sequence).ShouldBe(Enumerable.Range(1, Rows + (AuditSealer.BatchSize * 4)).Select(i => (long)i));
        seals.Select(s => s.EntryId).Distinct().Count().ShouldBe(seals.Count);
        (await VerifyAsync()).IsFine.ShouldBeTrue();
    }

    /// <summary>A figure that must never change: else every seal that was made no longer fits its row.</summary>
    [Fact]
    public async Task Encoding_OfARow_IsTheSameOnEachDatabaseAndForever()
    {
        var entry = new AuditEntry
        {
            Id = Guid.Parse("0199c2d4-0000-7000-8000-00000000abcd"),
            At = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero).AddTicks(1234567),
            ActorId = Guid.Parse("0199c2d4-0000-7000-8000-00000000ffff"),
            ActorRole = AccountRole.Volunteer,
            Kind = AuditKind.Sharing,
            Action = "Handeling é 😀",
            CaseId = null,
            SubjectType = "",
            SubjectId = Guid.Empty,
            Detail = "een detail",
        };
        await host.WriteAsync(db => db.Add(entry));

        var stored = await host.ReadAsync(async db =>
        {
            await foreach (var row in db.AuditEntries.Where(e => e.Id == entry.Id).AsStoredAsync(db, Cancel)) return row;
            return null;
        });

        stored!.At.ShouldBe(entry.At);
        var hash = AuditEncoding.Hash(AuditEncoding.Beginning, 7, stored.Metadata, AuditEncoding.PayloadHash(new byte[AuditEncoding.SaltBytes], stored.Payload));
        Convert.ToHexStringLower(hash).ShouldBe("474513dc3a7570f6637ed9dcb94b3e1719da802e6194aa201b80f492cc9d6804");
    }

    [Fact]
    public void Columns_AreThoseOfTheTable() =>
        Model(db => db.Model.FindEntityType(typeof(AuditEntry))!.GetProperties().Select(p => p.Name).ToList())
            .ShouldBe(typeof(AuditEntry).GetProperties().Select(p => p.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Verify_AColumnOfARowChanged_NamesTheRow(string column)
    {
        await host.SealAsync();

        await TamperAsync($"UPDATE {Name("AuditEntries")} SET {Name(column)} = {OtherValue<AuditEntry>(column)} WHERE {Name("Id")} = {Literal(_entries[(int)Middle - 1].Id)}");

        // A row under another id is not the row that was sealed, which is gone.
        await ShouldFindAsync(column == nameof(AuditEntry.Id) ? AuditDamageKind.Removed : AuditDamageKind.Changed, Middle, _entries[(int)Middle - 1]);
    }

    [Theory]
    [MemberData(nameof(NullableColumns))]
    public async Task Verify_AColumnOfARowEmptied_NamesTheRow(string column)
    {
        await host.SealAsync();

        await TamperAsync($"UPDATE {Name("AuditEntries")} SET {Name(column)} = NULL WHERE {Name("Id")} = {Literal(_entries[(int)Middle - 1].Id)}");

        await ShouldFindAsync(AuditDamageKind.Changed, Middle, _entries[(int)Middle - 1]);
    }

    [Theory]
    [MemberData(nameof(SealColumns))]
    public async Task Verify_AColumnOfASealChanged_NamesTheRow(string column)
    {
        await host.SealAsync();

        await TamperAsync($"UPDATE {Name("AuditSeals")} SET {Name(column)} = {OtherValue<AuditSeal>(column)} WHERE {Name("Sequence")} = {Middle}");

        var damage = (await VerifyAsync()).Damage;
        damage.ShouldNotBeNull();
        (damage.Sequence, damage.Kind).ShouldBe((Middle, column is nameof(AuditSeal.Sequence) or nameof(AuditSeal.EntryId) ? AuditDamageKind.Removed : AuditDamageKind.Changed));
    }

    [Fact]
    public async Task Verify_ARowRemoved_NamesIt()
    {
        await host.SealAsync();

        await TamperAsync($"DELETE FROM {Name("AuditEntries")} WHERE {Name("Id")} = {Literal(_entries[(int)Middle - 1].Id)}");

        await ShouldFindAsync(AuditDamageKind.Removed, Middle, _entries[(int)Middle - 1]);
    }

    [Fact]
    public async Task Verify_ARowRemovedWithItsSeal_NamesItsPlace()
    {
        await host.SealAsync();

        await RemoveWithSealsAsync(Middle, Middle);

        var damage = (await VerifyAsync()).Damage;
        damage.ShouldBe(new AuditDamage(AuditDamageKind.Removed, Middle, null, _entries[(int)Middle - 2].At));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Verify_RowsRemovedAndTheGapClosed_NamesTheirPlace(int count)
    {
        await host.SealAsync();

        await RemoveWithSealsAsync(Middle, Middle + count - 1);
        for (var sequence = Middle + count; sequence <= Rows; sequence++)
            await TamperAsync($"UPDATE {Name("AuditSeals")} SET {Name("Sequence")} = {sequence - count} WHERE {Name("Sequence")} = {sequence}");

        var damage = (await VerifyAsync()).Damage;
        (damage!.Kind, damage.Sequence).ShouldBe((AuditDamageKind.Removed, Middle));
    }

    [Theory]
    [InlineData(Middle + 1)]
    [InlineData(Middle + 3)]
    public async Task Verify_TwoSealsSwapped_NamesTheFirst(long other)
    {
        await host.SealAsync();

        foreach (var (from, to) in ((long, long)[])[(Middle, -1), (other, Middle), (-1, other)])
            await TamperAsync($"UPDATE {Name("AuditSeals")} SET {Name("Sequence")} = {to} WHERE {Name("Sequence")} = {from}");

        await ShouldFindAsync(AuditDamageKind.Swapped, Middle, _entries[(int)other - 1]);
    }

    [Theory]
    [InlineData(Middle + 1)]
    [InlineData(Middle + 3)]
    public async Task Verify_TwoRowsSwappedUnderTheirHashes_NamesTheFirst(long other)
    {
        await host.SealAsync();
        var seals = (await SealsAsync()).ToDictionary(s => s.Sequence);

        // The unique index keeps one from having the other's entry, however briefly.
        foreach (var (sequence, of) in ((long, AuditSeal?)[])[(Middle, null), (other, seals[Middle]), (Middle, seals[other])])
        {
            await TamperAsync(
                $"UPDATE {Name("AuditSeals")} SET {Name("EntryId")} = {Literal(of?.EntryId ?? Guid.CreateVersion7())}, {Name("At")} = {Literal((of ?? seals[sequence]).At.UtcDateTime)}, {Name("Salt")} = {Literal((of ?? seals[sequence]).Salt)}, {Name("PayloadHash")} = {Literal((of ?? seals[sequence]).PayloadHash)} WHERE {Name("Sequence")} = {sequence}");
        }

        await ShouldFindAsync(AuditDamageKind.Swapped, Middle, _entries[(int)other - 1]);
    }

    [Fact]
    public async Task Verify_TwoRowsSwappedUnderTheirIds_NamesTheFirst()
    {
        await host.SealAsync();
        var (first, second, aside) = (_entries[(int)Middle - 1].Id, _entries[(int)Middle].Id, Guid.CreateVersion7());

        foreach (var (from, to) in ((Guid, Guid)[])[(first, aside), (second, first), (aside, second)])
            await TamperAsync($"UPDATE {Name("AuditEntries")} SET {Name("Id")} = {Literal(to)} WHERE {Name("Id")} = {Literal(from)}");

        var damage = (await VerifyAsync()).Damage;
        (damage!.Kind, damage.Sequence).ShouldBe((AuditDamageKind.Changed, Middle));
    }

    [Fact]
    public async Task Verify_ARowPutInBetween_NamesIt()
    {
        await host.SealAsync();
        for (var sequence = (long)Rows; sequence >= Middle; sequence--)
            await TamperAsync($"UPDATE {Name("AuditSeals")} SET {Name("Sequence")} = {sequence + 1} WHERE {Name("Sequence")} = {sequence}");

        var forged = Entry(_entries[(int)Middle - 1].At);
        await host.WriteAsync(db => db.AddRange(forged, new AuditSeal
        {
            Sequence = Middle, EntryId = forged.Id, At = forged.At, Salt = new byte[AuditEncoding.SaltBytes], PayloadHash = new byte[AuditEncoding.HashBytes], Hash = new byte[AuditEncoding.HashBytes],
        }));

        await ShouldFindAsync(AuditDamageKind.Inserted, Middle, forged);
    }

    [Fact]
    public async Task Verify_ARowPutBeforeTheFirst_NamesIt()
    {
        await host.SealAsync();
        var forged = Entry(_entries[0].At);
        await host.WriteAsync(db => db.AddRange(forged, new AuditSeal
        {
            Sequence = 0, EntryId = forged.Id, At = forged.At, Salt = new byte[AuditEncoding.SaltBytes], PayloadHash = new byte[AuditEncoding.HashBytes], Hash = new byte[AuditEncoding.HashBytes],
        }));

        await ShouldFindAsync(AuditDamageKind.Inserted, 0, forged);
    }

    [Fact]
    public async Task Verify_TheEndCutOff_IsFoundByTheAnchor()
    {
        await host.SealAsync();
        var anchor = await AnchorAsync();

        await RemoveWithSealsAsync(Middle, Rows);

        anchor!.Sequence.ShouldBe(Rows);
        var verdict = await VerifyAsync();
        verdict.Damage.ShouldBe(new AuditDamage(AuditDamageKind.Cut, Middle, null, _entries[(int)Middle - 2].At));
        (verdict.Anchors.State, verdict.Anchors.Sequence, verdict.Unsealed).ShouldBe((AnchorState.Differs, Rows, 0));
    }

    [Fact]
    public async Task Verify_TheSealsOfTheEndCutOff_IsFoundAndTheRowsAreTold()
    {
        await host.SealAsync();
        await AnchorAsync();

        await TamperAsync($"DELETE FROM {Name("AuditSeals")} WHERE {Name("Sequence")} >= {Middle}");

        var verdict = await VerifyAsync();
        (verdict.Damage!.Kind, verdict.Unsealed, verdict.UnsealedSince).ShouldBe((AuditDamageKind.Cut, Rows - (int)Middle + 1, _entries[(int)Middle - 1].At));
        // Sealed again, by the program itself, they are not the chain that was anchored.
        await host.SealAsync();
        (await VerifyAsync()).Damage.ShouldBe(new AuditDamage(AuditDamageKind.Rewritten, 1, null, null));
    }

    [Fact]
    public async Task Verify_ChainedAnewFromTheMiddleWithoutTheKey_IsPlacedBetweenTwoAnchors()
    {
        var later = _entries.Skip((int)Middle - 1).Select(e => Literal(e.Id)).ToList();
        await host.SealAsync();
        // The chain as it would have been at the first anchor, and then to its end.
        var seals = await SealsAsync();
        await Folder.WriteAsync(Keys.Sign(seals[(int)Middle - 2], host.Clock.GetUtcNow().AddMinutes(-5)), Cancel);
        await AnchorAsync();

        await TamperAsync($"UPDATE {Name("AuditEntries")} SET {Name("Action")} = 'Niets' WHERE {Name("Id")} IN ({string.Join(", ", later)})");
        await ChainAnewAsync(Middle);

        var verdict = await VerifyAsync();
        verdict.Damage.ShouldBe(new AuditDamage(AuditDamageKind.Rewritten, Middle, null, host.Clock.GetUtcNow().AddMinutes(-5)));
        verdict.Anchors.State.ShouldBe(AnchorState.Differs);
        // The control: in itself it is sound, and without the anchors nobody would know.
        (await host.ReadAsync(db => new AuditVerifier(db).VerifyAsync(null, Cancel))).IsFine.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_ChainedAnewAndAnchoredWithAnotherKey_IsNotBelieved()
    {
        await host.SealAsync();
        await ChainAnewAsync(Middle);
        using var other = AnchorKeys.Parse(AnchorKeys.MakePem());
        await Folder.WriteAsync(other.Sign((await SealsAsync())[^1], host.Clock.GetUtcNow()), Cancel);

        var verdict = await VerifyAsync();

        (verdict.IsFine, verdict.Anchors.State).ShouldBe((false, AnchorState.Untrusted));
    }

    [Fact]
    public async Task Verify_AnAnchorChanged_IsNotBelieved()
    {
        await host.SealAsync();
        var anchor = await AnchorAsync();
        var path = Path.Combine(Folder.Path, anchor!.FileName);
        File.Delete(path);
        await File.WriteAllTextAsync(path, (anchor with { Sequence = Middle }).ToJson(), Cancel);

        (await VerifyAsync()).Anchors.State.ShouldBe(AnchorState.Untrusted);
    }

    [Theory]
    [InlineData("AuditEntries", "UPDATE", "SET \"Action\" = 'Niets'")]
    [InlineData("AuditEntries", "DELETE FROM", "")]
    [InlineData("AuditSeals", "UPDATE", "SET \"Sequence\" = 99 WHERE \"Sequence\" = 9")]
    [InlineData("AuditSeals", "DELETE FROM", "")]
    public async Task Triggers_AChangeByTheProgram_IsRefused(string table, string verb, string rest)
    {
        await host.SealAsync();
        var change = $"{verb} \"{table}\" {rest}";

        var refusal = await Should.ThrowAsync<DbException>(host.ReadAsync(db => db.Database.ExecuteSqlRawAsync(change, Cancel)));

        refusal.Message.ShouldContain($"The audit log is append-only: no row of {table} is changed or removed.");
        (await VerifyAsync()).Verified.ShouldBe(Rows);
    }

    [Fact]
    public async Task Triggers_AfterSomebodyWentRoundThem_AreThereAgain()
    {
        await TamperAsync($"DELETE FROM {Name("AuditEntries")}");

        await host.WriteAsync(db => db.Add(Entry(host.Clock.GetUtcNow())));
        await Should.ThrowAsync<DbException>(host.ReadAsync(db => db.AuditEntries.ExecuteDeleteAsync(Cancel)));
    }

    protected Task TamperAsync(string sql) => host.Database.TamperAsync(sql, Cancel);

    protected Task<AuditVerdict> VerifyAsync() => host.ReadAsync(db => new AuditVerifier(db).VerifyAsync(host.Services.GetRequiredService<AnchorPlace>().Read(), Cancel));

    protected async Task ShouldFindAsync(AuditDamageKind kind, long sequence, AuditEntry entry)
    {
        var verdict = await VerifyAsync();
        verdict.IsFine.ShouldBeFalse();
        verdict.Verified.ShouldBe(Math.Max(0, sequence - 1));
        var damage = verdict.Damage.ShouldNotBeNull();
        (damage.Kind, damage.Sequence, damage.EntryId).ShouldBe((kind, sequence, entry.Id));
        damage.At.ShouldNotBeNull();
    }

    private AuditSealer Sealer => host.Services.GetRequiredService<AuditSealer>();

    private AnchorFolder Folder => host.Services.GetRequiredService<AnchorPlace>().Folder!;

    private AnchorKeys Keys => host.Services.GetRequiredService<AnchorPlace>().Keys!;

    private Task<AuditAnchor?> AnchorAsync() => host.Services.GetRequiredService<AuditWatch>().AnchorAsync(Cancel);

    private Task<List<AuditSeal>> SealsAsync() => host.ReadAsync(db => db.AuditSeals.AsNoTracking().OrderBy(s => s.Sequence).ToListAsync(Cancel));

    protected IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>With something in every column.</summary>
    protected static AuditEntry Entry(DateTimeOffset at) => new()
    {
        At = at,
        ActorId = Guid.CreateVersion7(),
        ActorRole = AccountRole.ProbationOfficer,
        Address = "192.0.2.7",
        Kind = AuditKind.Read,
        Action = "CasePageQuery",
        CaseId = CaseId.From(Guid.CreateVersion7()),
        SubjectType = nameof(Case),
        SubjectId = Guid.CreateVersion7(),
        Detail = "not-found",
    };

    private Task GivenManyAsync(int count) => host.WriteAsync(db => db.AddRange(Enumerable.Range(0, count).Select(i => Entry(host.Clock.GetUtcNow().AddMilliseconds(i)))));

    private async Task RemoveWithSealsAsync(long from, long until)
    {
        await TamperAsync($"DELETE FROM {Name("AuditSeals")} WHERE {Name("Sequence")} BETWEEN {from} AND {until}");
        await TamperAsync($"DELETE FROM {Name("AuditEntries")} WHERE {Name("Id")} IN ({string.Join(", ", _entries.Skip((int)from - 1).Take((int)(until - from + 1)).Select(e => Literal(e.Id)))})");
    }

    /// <summary>What somebody does who knows how the chain is made, and has no key: computes it again from a place on.</summary>
    private async Task ChainAnewAsync(long from)
    {
        var seals = await host.ReadAsync(async db =>
        {
            var all = new List<StoredAuditSeal>();
            await foreach (var seal in db.SealsAsStoredAsync(Cancel)) all.Add(seal);
            return all;
        });
        var previous = seals[(int)from - 2].Hash!;
        foreach (var seal in seals.Skip((int)from - 1))
        {
            var salt = new byte[AuditEncoding.SaltBytes];
            var payloadHash = AuditEncoding.PayloadHash(salt, seal.Entry!.Payload);
            previous = AuditEncoding.Hash(previous, seal.Sequence, seal.Entry.Metadata, payloadHash);
            await TamperAsync(
                $"UPDATE {Name("AuditSeals")} SET {Name("Salt")} = {Literal(salt)}, {Name("PayloadHash")} = {Literal(payloadHash)}, {Name("Hash")} = {Literal(previous)} WHERE {Name("Sequence")} = {seal.Sequence}");
        }
    }

    private static bool IsNullable(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);

    protected static string Name(string column) => $"\"{column}\"";

    /// <summary>Another value of the column's type.</summary>
    private string OtherValue<T>(string column) => Model(db =>
    {
        var property = db.Model.FindEntityType(typeof(T))!.FindProperty(column)!;
        var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return Literal(
            stored == typeof(Guid) ? Guid.CreateVersion7()
            : stored == typeof(DateTime) ? new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc).AddMicroseconds(1)
            : stored == typeof(string) ? "Anders"
            : stored == typeof(byte[]) ? new byte[] { 1, 2, 3 }
            : Convert.ChangeType(99, stored, CultureInfo.InvariantCulture));
    });

    /// <summary>As the database writes it.</summary>
    protected string Literal(object value) => Model(db => db.GetService<IRelationalTypeMappingSource>().FindMapping(value.GetType())!.GenerateSqlLiteral(value));

    private T Model<T>(Func<RegulatiefDbContext, T> ask)
    {
        using var scope = host.Services.CreateScope();
        return ask(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>());
    }

    /// <summary>Stops who asks for a scope once more than so many times: each batch has one.</summary>
    private sealed class StoppingScopes(IServiceScopeFactory scopes, CancellationTokenSource stop, int batches) : IServiceScopeFactory
    {
        private int _asked;

        public IServiceScope CreateScope()
        {
            if (_asked++ == batches) stop.Cancel();
            return scopes.CreateScope();
        }
    }
}

[Collection(nameof(SqliteHost))]
public sealed class SqliteAuditChainTests(SqliteHost host) : AuditChainContract(host)
{
    /// <summary>On SQLite an id is a text: another spelling is the same id to who reads it, and another to who looks for it.</summary>
    [Theory]
    [InlineData("\"CaseId\" = lower(\"CaseId\")")]
    [InlineData("\"CaseId\" = 'geen id'")]
    [InlineData("\"CaseId\" = x'0102'")]
    [InlineData("\"At\" = \"At\" || '0'")]
    [InlineData("\"At\" = 'gisteren'")]
    [InlineData("\"At\" = '0001-01-01 00:00:00'")]
    [InlineData("\"Kind\" = 'read'")]
    [InlineData("\"Kind\" = 3")]
    [InlineData("\"Detail\" = x'6e6f742d666f756e64'")]
    public async Task Verify_AValueThatTheProductWouldNotWrite_IsFound(string change)
    {
        await Host.SealAsync();

        await TamperAsync($"UPDATE \"AuditEntries\" SET {change} WHERE \"Id\" = {Literal(Entries[4].Id)}");

        await ShouldFindAsync(AuditDamageKind.Changed, 5, Entries[4]);
    }

    [Fact]
    public async Task Seal_OfARowThatIsNoRowOfTheProduct_PassesItByAndTellsIt()
    {
        await TamperAsync($"UPDATE \"AuditEntries\" SET \"Id\" = 'geen id' WHERE \"Id\" = {Literal(Entries[4].Id)}");

        (await Host.SealAsync()).ShouldBe(Entries.Count - 1);

        var verdict = await VerifyAsync();
        (verdict.IsFine, verdict.Unsealed).ShouldBe((true, 1));
    }
}

public sealed class PostgreSqlAuditChainTests(PostgreSqlHost host) : AuditChainContract(host), IClassFixture<PostgreSqlHost>
{
    [Theory]
    [InlineData("AuditEntries")]
    [InlineData("AuditSeals")]
    public async Task Triggers_EmptyingTheTable_IsRefused(string table)
    {
        var change = $"TRUNCATE \"{table}\"";

        (await Should.ThrowAsync<DbException>(Host.ReadAsync(db => db.Database.ExecuteSqlRawAsync(change, Cancel)))).Message.ShouldContain("append-only");
    }
}
