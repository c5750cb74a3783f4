using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Decisions;

/// <summary>A decision about a limit. It isn't stored: its signed id contains all of it.</summary>
/// <param name="Asked">Requested amount.</param>
/// <param name="Used">Usage in the period at that time, including usage counted by this decision.</param>
/// <param name="Limit">The limit; null for unlimited, and if the feature isn't counted.</param>
/// <param name="Revision">Revision of the tenant's limits.</param>
/// <param name="At">Minute of the decision.</param>
/// <param name="HappenedAt">When the use happened, to the second, if it was reported afterwards and therefore always counted; null otherwise.</param>
internal sealed record LimitDecision(
    string TenantId,
    string Feature,
    bool Allowed,
    decimal Asked,
    decimal Used,
    decimal Reserved,
    decimal? Limit,
    LimitSource Source,
    string? SourceId,
    long Revision,
    DateTimeOffset At,
    DateTimeOffset? HappenedAt = null
)
{
    public const string Prefix = "dec_";

    private const string Kind = "decision",
        Owner = "console";

    private const int SignatureLength = 16;

    /// <returns>The decision's id.</returns>
    public string Sign(SecretBox box)
    {
        var said = Payload;
        return Prefix + Base64Url.EncodeToString([.. Encoding.UTF8.GetBytes(said), .. box.Fingerprint(Kind, Owner, said).AsSpan(0, SignatureLength)]);
    }

    /// <returns>Null if the id is invalid, truncated or forged.</returns>
    public static LimitDecision? Read(string id, SecretBox box)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || Decode(id[Prefix.Length..]) is not { Length: > SignatureLength } bytes)
            return null;
        var said = Encoding.UTF8.GetString(bytes.AsSpan(..^SignatureLength));
        var signature = bytes[^SignatureLength..];
        return box.Fingerprints(Kind, Owner, said).Any(one => CryptographicOperations.FixedTimeEquals(one.Hash.AsSpan(0, SignatureLength), signature))
            ? Of(said.Split('\n'))
            : null;
    }

    private string Payload =>
        string.Join(
            '\n',
            TenantId,
            Feature,
            Allowed ? "1" : "0",
            Allowance.Plain(Asked),
            Allowance.Plain(Used),
            Allowance.Plain(Reserved),
            Limit is { } limit ? Allowance.Plain(limit) : "",
            Source.ToText(),
            SourceId,
            Revision.ToString(CultureInfo.InvariantCulture),
            (At.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)
        ) + (HappenedAt is { } happened ? string.Create(CultureInfo.InvariantCulture, $"\n{happened.ToUnixTimeSeconds()}") : "");

    /// <param name="said">Parts of a verified decision.</param>
    private static LimitDecision Of(string[] said) =>
        new(
            said[0],
            said[1],
            said[2] == "1",
            Number(said[3]),
            Number(said[4]),
            Number(said[5]),
            said[6].Length == 0 ? null : Number(said[6]),
            Enum.GetValues<LimitSource>().First(source => source.ToText() == said[7]),
            said[8].Length == 0 ? null : said[8],
            long.Parse(said[9], CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeSeconds(60 * long.Parse(said[10], CultureInfo.InvariantCulture)),
            said.Length > 11 ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(said[11], CultureInfo.InvariantCulture)) : null
        );

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static byte[]? Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
