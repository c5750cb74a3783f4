using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Decisions;

/// <summary>What was answered to whoever asked whether a tenant may use something. It is no row: its id says it all, and is signed.</summary>
/// <param name="Asked">so much was asked for</param>
/// <param name="Used">in the period that ran then; what was counted by this answer is in it</param>
/// <param name="Limit">null for unlimited, and for what isn't counted</param>
/// <param name="Revision">of whatever may change what the tenant may use</param>
/// <param name="At">the minute of the answer</param>
/// <param name="HappenedAt">when it had happened, to the second: then it was counted and nothing was asked; null for what was about to happen</param>
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

    /// <returns>the decision's id</returns>
    public string Signed(SecretBox box)
    {
        var said = Said;
        return Prefix + Base64Url.EncodeToString([.. Encoding.UTF8.GetBytes(said), .. box.Fingerprint(Kind, Owner, said).AsSpan(0, SignatureLength)]);
    }

    /// <returns>null for what isn't one, was cut, or was made up</returns>
    public static LimitDecision? Read(string id, SecretBox box)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || Decoded(id[Prefix.Length..]) is not { Length: > SignatureLength } bytes)
            return null;
        var said = Encoding.UTF8.GetString(bytes.AsSpan(..^SignatureLength));
        var signature = bytes[^SignatureLength..];
        return box.Fingerprints(Kind, Owner, said).Any(one => CryptographicOperations.FixedTimeEquals(one.Hash.AsSpan(0, SignatureLength), signature))
            ? Of(said.Split('\n'))
            : null;
    }

    private string Said =>
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

    /// <param name="said">what this program has signed</param>
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

    private static byte[]? Decoded(string text)
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
