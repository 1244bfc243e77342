using System.Buffers.Binary;

namespace Regulatief.Engine.Execution;

/// <summary>The run's ids and random numbers, all derived from its seed, its instant and its instance.</summary>
/// <remarks>SplitMix64: small, fast, and the same on every machine and runtime version, unlike <c>System.Random</c>. Not for secrets.</remarks>
public sealed class SeededSource(long seed, DateTimeOffset now, Guid instanceId)
{
    private readonly long milliseconds = now.ToUnixTimeMilliseconds();
    private ulong state = Mix((ulong)seed) ^ Mix((ulong)now.UtcTicks + 0x9E3779B97F4A7C15) ^ Fold(instanceId);
    private ushort made;

    /// <summary>A version 7 id: sorted by the run's instant, then by the order of making.</summary>
    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (made++ & 0x0FFF)));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (NextBits() & 0x3FFFFFFFFFFFFFFF) | 0x8000000000000000);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>At least 0, below 1: a script's <c>Math.random</c>.</summary>
    public double NextFraction() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private ulong NextBits() => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static ulong Fold(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }
}
