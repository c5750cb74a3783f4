namespace OwnerConsole.Pure.Ids;

/// <summary>Ids with a type prefix: a lowercase prefix, an underscore and 26 characters of Crockford's base 32.</summary>
/// <remarks>Source: the TypeID specification 0.3. The 26 characters encode the 128 bits of a UUID, most significant first.</remarks>
public static class TypeId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <param name="prefix">One to 63 letters a to z or underscores.</param>
    /// <param name="uuid">Any UUID; version 7 sorts the ids in order of creation.</param>
    /// <returns>An id such as <c>tnt_01h455vb4pex5vsknk084sn02q</c>.</returns>
    public static string Format(string prefix, Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[26];
        for (var at = 25; at >= 0; at--)
        {
            text[at] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
        return $"{prefix}_{text}";
    }

    /// <returns>The UUID of an id.</returns>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static Guid Parse(string id)
    {
        UInt128 value = 0;
        if (id.Length < 27)
            throw new FormatException("Not a TypeID.");
        foreach (var letter in id.AsSpan(id.Length - 26))
        {
            var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
                throw new FormatException("Not a TypeID.");
            value = (value << 5) | (uint)digit;
        }
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <returns>The creation time of an id, to the millisecond; null if the text is not an id or its UUID is not version 7.</returns>
    public static DateTimeOffset? CreatedAt(string id)
    {
        if (id.Length < 28 || !IsValid(id[..^27], id))
            return null;
        Span<byte> bytes = stackalloc byte[16];
        Parse(id).TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[6] >> 4 == 7 ? DateTimeOffset.FromUnixTimeMilliseconds(System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16) : null;
    }

    /// <returns>Whether <paramref name="id"/> is a well-formed id with that prefix, regardless of whether it exists.</returns>
    public static bool IsValid(string prefix, string? id) =>
        id is not null
        && id.Length == prefix.Length + 27
        && id.StartsWith(prefix, StringComparison.Ordinal)
        && id[prefix.Length] == '_'
        && id[prefix.Length + 1] <= '7'
        && id.AsSpan(prefix.Length + 1).IndexOfAnyExcept(Alphabet) < 0;
}
