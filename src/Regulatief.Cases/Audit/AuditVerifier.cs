using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Reads all seals and their rows in order and computes them again: finds the first that is not as it was sealed, and what happened to it.</summary>
/// <remarks>Needs the database and the anchors alone, so that it can be done elsewhere, on a copy, by somebody who does not administer the database.</remarks>
public sealed class AuditVerifier(RegulatiefDbContext db)
{
    /// <summary>A row that was sealed behind one this much younger came late, and is counted.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(5);

    /// <param name="anchors">Those in the write-once place; null when this process knows of no place.</param>
    /// <exception cref="OperationCanceledException">It was not done in the time that it was given.</exception>
    public async Task<AuditVerdict> VerifyAsync(ReadAnchors? anchors, CancellationToken cancellationToken)
    {
        var walk = new Walk(anchors?.Standing ?? []);
        await foreach (var seal in db.SealsAsStoredAsync(cancellationToken)) walk.Pass(seal);

        var (unsealed, since) = (0, (DateTimeOffset?)null);
        await foreach (var row in db.Unsealed().OrderBy(e => e.At).AsStoredAsync(db, cancellationToken))
        {
            unsealed++;
            since ??= row.At;
        }

        return new AuditVerdict(walk.Verified, walk.Damage(), unsealed, since, walk.Late, walk.Anchored(anchors));
    }

    /// <summary>The state of one pass. After the first damage it looks on only for what tells which kind it is.</summary>
    private sealed class Walk(IReadOnlyList<AuditAnchor> anchors)
    {
        /// <summary>So many rows that went together are still told from rows that were changed.</summary>
        private const int MostRemoved = 1000;

        private readonly Dictionary<long, AuditAnchor> _anchors = anchors.GroupBy(a => a.Sequence).ToDictionary(same => same.Key, same => same.Last());
        private byte[] _previous = AuditEncoding.Beginning;
        private long _last;
        private DateTimeOffset? _lastAt;
        private DateTimeOffset? _youngest;
        private Broken? _broken;
        private AuditDamage? _damage;
        private AuditAnchor? _agrees;
        private AuditAnchor? _differs;

        public long Verified { get; private set; }

        public int Late { get; private set; }

        public void Pass(StoredAuditSeal seal)
        {
            CompareWithAnchor(seal);
            if (_broken is null && _damage is null) Judge(seal);
            else if (_broken is { IsTold: false } broken) broken.Compare(seal);
            _last = seal.Sequence;
        }

        /// <summary>The first of what the chain and what the anchors tell.</summary>
        public AuditDamage? Damage()
        {
            var chain = _broken?.Tell() ?? _damage;
            AuditDamage? anchored = null;
            // Of what was written anew only the anchors know, and they say between which two of them it begins.
            if (_differs is not null) anchored = new AuditDamage(AuditDamageKind.Rewritten, (_agrees?.Sequence ?? 0) + 1, null, _agrees?.At);
            else if (anchors.Count > 0 && anchors[^1].Sequence > _last) anchored = new AuditDamage(AuditDamageKind.Cut, _last + 1, null, _lastAt);
            return chain is null || anchored?.Sequence < chain.Sequence ? anchored : chain;
        }

        public AnchorVerdict Anchored(ReadAnchors? read)
        {
            var state = read is null ? AnchorState.NoPlace
                : read.Untrusted > 0 ? AnchorState.Untrusted
                : anchors.Count == 0 ? AnchorState.None
                : _differs is not null || anchors[^1].Sequence > _last ? AnchorState.Differs : AnchorState.Agrees;
            var last = anchors.Count == 0 ? null : anchors[^1];
            return new AnchorVerdict(state, last?.Sequence, last?.At, read?.Restored?.At);
        }

        private void CompareWithAnchor(StoredAuditSeal seal)
        {
            if (!_anchors.TryGetValue(seal.Sequence, out var anchor) || _differs is not null) return;
            if (seal.Hash is { } hash && anchor.Holds(hash)) _agrees = anchor;
            else _differs = anchor;
        }

        private void Judge(StoredAuditSeal seal)
        {
            var expected = _last + 1;
            if (seal.Sequence > expected) _damage = new AuditDamage(AuditDamageKind.Removed, expected, null, _lastAt);
            else if (seal.Sequence < expected) _damage = new AuditDamage(AuditDamageKind.Inserted, seal.Sequence, seal.EntryId, seal.At);
            else if (seal.Entry is null) _damage = new AuditDamage(AuditDamageKind.Removed, expected, seal.EntryId, seal.At);
            else if (IsWhole(seal)) Accept(seal);
            else _broken = new Broken(_previous, seal);
        }

        private bool IsWhole(StoredAuditSeal seal) => seal is { Salt: { } salt, PayloadHash: { } payloadHash, Hash: { } hash, Entry: { } entry }
            && seal.At == entry.At
            && AuditEncoding.PayloadHash(salt, entry.Payload).AsSpan().SequenceEqual(payloadHash)
            && AuditEncoding.Hash(_previous, seal.Sequence, entry.Metadata, payloadHash).AsSpan().SequenceEqual(hash);

        private void Accept(StoredAuditSeal seal)
        {
            Verified++;
            _previous = seal.Hash!;
            _lastAt = seal.At;
            if (_youngest is null || seal.At > _youngest) _youngest = seal.At;
            else if (seal.At < _youngest - Lateness) Late++;
        }

        /// <summary>The first row that is not as it was sealed. What stands behind it tells why.</summary>
        private sealed class Broken(byte[] previous, StoredAuditSeal row)
        {
            /// <summary>Null while the row itself is the last that was seen.</summary>
            private StoredAuditSeal? _before;
            private AuditDamageKind? _kind;

            public bool IsTold => _kind is not null;

            public AuditDamage Tell() => new(_kind ?? AuditDamageKind.Changed, row.Sequence, row.EntryId, row.Entry?.At ?? row.At);

            public void Compare(StoredAuditSeal later)
            {
                // What stands here belongs in the place of the row: with the hash that the row has kept, or with its own.
                if (HashOf(previous, row.Sequence, later) is { } there && (Same(there, row.Hash) || Same(there, later.Hash)))
                {
                    var before = _before is null ? later.Hash : _before.Hash;
                    _kind = Same(there, row.Hash) || Same(HashOf(before, later.Sequence, row), row.Hash) ? AuditDamageKind.Swapped : AuditDamageKind.Inserted;
                }

                // Numbered anew, to close the gap: with the numbers that they had, they follow each other.
                else if (_before is null && Enumerable.Range(1, MostRemoved).Any(gone => Same(HashOf(row.Hash, later.Sequence + gone, later), later.Hash))) _kind = AuditDamageKind.Removed;

                _before = later;
            }

            private static byte[]? HashOf(byte[]? before, long sequence, StoredAuditSeal of) =>
                before is { Length: AuditEncoding.HashBytes } && of is { PayloadHash.Length: AuditEncoding.HashBytes, Entry: { } entry } ? AuditEncoding.Hash(before, sequence, entry.Metadata, of.PayloadHash) : null;

            private static bool Same(byte[]? one, byte[]? other) => one is not null && other is not null && one.AsSpan().SequenceEqual(other);
        }
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Verified">The rows that are as they were sealed, before the first that is not.</param>
/// <param name="Damage">Null when there is none.</param>
/// <param name="Unsealed">Rows that have no seal yet: those of the last seconds, unless the sealer stands still.</param>
/// <param name="UnsealedSince">The instant of the oldest of these.</param>
/// <param name="Late">Rows that came more than five minutes after a younger one: committed late, made while a clock went back, or added with an old date.</param>
public sealed record AuditVerdict(long Verified, AuditDamage? Damage, int Unsealed, DateTimeOffset? UnsealedSince, int Late, AnchorVerdict Anchors)
{
    public bool IsFine => Damage is null && Anchors.State != AnchorState.Untrusted;
}

/// <param name="Sequence">The place in the chain where it begins.</param>
/// <param name="EntryId">Null when the row's id went with it.</param>
/// <param name="At">The row's instant; of one that went without a trace, and of what was cut or written anew, that of the last one known before it.</param>
public sealed record AuditDamage(AuditDamageKind Kind, long Sequence, Guid? EntryId, DateTimeOffset? At);

public enum AuditDamageKind
{
    /// <summary>A column of the row or of its seal is not what it was.</summary>
    Changed,
    Removed,
    Swapped,
    Inserted,

    /// <summary>The chain ends before its last anchor: the tail went, or a backup of before was restored.</summary>
    Cut,

    /// <summary>The chain is sound in itself, and is not the one that was anchored: computed again, or gone on from a backup of before.</summary>
    Rewritten,
}

/// <param name="Sequence">Where the last anchor stands; null when there is none.</param>
/// <param name="RestoredAt">When a restore was accepted last; null for never.</param>
public sealed record AnchorVerdict(AnchorState State, long? Sequence, DateTimeOffset? At, DateTimeOffset? RestoredAt);

public enum AnchorState
{
    /// <summary>This process knows of no place to read anchors from.</summary>
    NoPlace,
    None,
    Agrees,
    Differs,

    /// <summary>There are anchors that were not signed with a key that is known here.</summary>
    Untrusted,
}
