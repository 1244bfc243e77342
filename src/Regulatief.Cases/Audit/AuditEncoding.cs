using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Regulatief.Cases.Audit;

/// <summary>The bytes of an audit row that its seal is made of: the same on each kind of database, and never the same for two rows that differ.</summary>
/// <remarks>
/// A row is its columns but for the detail, in ordinal order of their names, those that are null left out: so a column that a later version adds
/// changes no seal of before. Of each: its name, one byte for the kind, its value. Texts are UTF-16, high byte first; names and values are preceded by
/// their length in bytes, as all numbers high byte first. A value is taken as the database stores it, also one that the product would not write.
/// </remarks>
internal static class AuditEncoding
{
    public const int SaltBytes = 16;
    public const int HashBytes = 32;

    // How SQLite's driver writes an instant and an id. Another spelling is another value: comparing in SQL would not find it.
    private const string SqliteInstant = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    private const byte Text = (byte)'T', Id = (byte)'G', Instant = (byte)'I', Number = (byte)'N', Bytes = (byte)'B', Other = (byte)'O';

    private static readonly byte[] Purpose = "Regulatief.AuditSeal.1"u8.ToArray();

    /// <summary>What the first row follows.</summary>
    public static readonly byte[] Beginning = new byte[HashBytes];

    /// <param name="columns">By name, in ordinal order.</param>
    public static byte[] Metadata(IEnumerable<(string Name, object? Value)> columns)
    {
        using var bytes = new MemoryStream(512);
        foreach (var (name, value) in columns)
        {
            if (value is null) continue;
            Write(bytes, TextBytes(name));
            WriteValue(bytes, value);
        }

        return bytes.ToArray();
    }

    /// <summary>Of a detail; null is another than an empty one.</summary>
    public static byte[] Payload(object? detail)
    {
        using var bytes = new MemoryStream(128);
        if (detail is not null) WriteValue(bytes, detail);
        return bytes.ToArray();
    }

    public static byte[] PayloadHash(byte[] salt, byte[] payload) => SHA256.HashData([.. salt, .. payload]);

    public static byte[] Hash(byte[] previous, long sequence, byte[] metadata, byte[] payloadHash)
    {
        var bytes = new byte[Purpose.Length + HashBytes + sizeof(long) + sizeof(int) + metadata.Length + HashBytes];
        var rest = bytes.AsSpan();
        Purpose.CopyTo(rest);
        previous.CopyTo(rest = rest[Purpose.Length..]);
        BinaryPrimitives.WriteInt64BigEndian(rest = rest[HashBytes..], sequence);
        BinaryPrimitives.WriteInt32BigEndian(rest = rest[sizeof(long)..], metadata.Length);
        metadata.CopyTo(rest = rest[sizeof(int)..]);
        payloadHash.CopyTo(rest[metadata.Length..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>A value as a driver gives it, as what the column holds: on SQLite ids and instants are texts.</summary>
    /// <param name="kind">What the product stores in the column.</param>
    public static object? Stored(object value, Type kind) => value switch
    {
        DBNull => null,
        string text when kind == typeof(Guid) => Guid.TryParseExact(text, "D", out var id) && Spelled(id) == text ? id : text,
        string text when kind == typeof(DateTime) =>
            DateTime.TryParseExact(text, SqliteInstant, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && instant.ToString(SqliteInstant, CultureInfo.InvariantCulture) == text ? instant : text,
        _ => value,
    };

    private static string Spelled(Guid id) => id.ToString("D").ToUpperInvariant();

    private static void WriteValue(MemoryStream bytes, object value)
    {
        var (kind, written) = value switch
        {
            string text => (Text, TextBytes(text)),
            Guid id => (Id, id.ToByteArray(bigEndian: true)),
            DateTime instant => (Instant, NumberBytes(instant.Ticks)),
            bool or byte or short or int or long => (Number, NumberBytes(Convert.ToInt64(value, CultureInfo.InvariantCulture))),
            byte[] blob => (Bytes, blob),
            _ => (Other, TextBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!)),
        };
        bytes.WriteByte(kind);
        Write(bytes, written);
    }

    private static void Write(MemoryStream bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.Write(length);
        bytes.Write(part);
    }

    // By character: half a pair, which a database may hold, would become the same mark as any other in an encoding that judges.
    private static byte[] TextBytes(string text)
    {
        var bytes = new byte[text.Length * sizeof(char)];
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * sizeof(char)), text[i]);
        return bytes;
    }

    private static byte[] NumberBytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
