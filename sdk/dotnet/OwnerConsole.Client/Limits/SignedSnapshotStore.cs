using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Last known entitlements on disk, for a process that starts during an outage. They are signed by the console: altered, expired or foreign entries are ignored.</summary>
internal sealed partial class SignedSnapshotStore
{
    private const int MaxLength = 4_000_000; // characters; enough for several thousand features

    /// <summary>Maximum lifetime that the console signs.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>Allowed difference between clocks.</summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(30);

    private readonly OwnerConsoleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly string _folder;
    private readonly SigningKeys _keys;

    public SignedSnapshotStore(OwnerConsoleOptions options, string spool, ConsoleHttpClient wire, TimeProvider clock, ILogger log)
    {
        (_options, _clock, _log) = (options, clock, log);
        _folder = AtomicFile.OpenFolder(Path.Combine(spool, "entitlements"));
        _keys = new(wire, clock, new(Path.Combine(_folder, "keys"), options.Key));
        foreach (
            var old in Directory.EnumerateFiles(_folder, "*.jwt").Where(file => File.GetLastWriteTimeUtc(file) < (clock.GetUtcNow() - s_longest).UtcDateTime)
        )
            File.Delete(old);
    }

    /// <summary>Lifetime to request for signed entitlements.</summary>
    public int Seconds => (int)Math.Ceiling(Math.Clamp(_options.EntitlementsKnownFor.TotalSeconds, 1, s_longest.TotalSeconds));

    /// <summary>Stores the entitlements with the key that verifies them, if their signature is valid.</summary>
    public async Task Save(string tenant, string signed, CancellationToken stop)
    {
        try
        {
            if (ConsoleToken.Read(signed, MaxLength) is not { } token || await _keys.Find(token.KeyId, stop) is null)
                Refused("is not signed by the console");
            else if (Read(tenant, signed) is not null)
                AtomicFile.Write(Named(tenant), Encoding.ASCII.GetBytes(signed));
        }
        catch (Exception refused) when (AtomicFile.IsDiskError(refused))
        {
            Unkept(refused);
        }
    }

    /// <returns>Null if no valid entry is stored; the log has the reason.</returns>
    public EntitlementSnapshot? Find(string tenant) => AtomicFile.Read(Named(tenant)) is { } kept ? Read(tenant, Encoding.ASCII.GetString(kept)) : null;

    private EntitlementSnapshot? Read(string tenant, string signed)
    {
        var trouble = "is not a console response signed with ES256";
        if (ConsoleToken.Read(signed, MaxLength) is { Type: "entitlements+jwt" } token)
            if (_keys.Last(token.KeyId) is not { } key || !token.IsSignedBy(key))
                trouble = "is not signed by the console";
            else if (token.Claims.Deserialize<SnapshotClaims>(ConsoleJson.Options) is { } said && (trouble = Validate(said, tenant)) is null)
                return EntitlementSnapshot.Of(At(said.Iat), said.Entitlements, At(said.Exp));
        Refused(trouble);
        return null;
    }

    private string? Validate(SnapshotClaims said, string tenant)
    {
        var now = _clock.GetUtcNow();
        return said switch
        {
            _ when said.Tenant != Limits.Own(tenant) || said.Live != _options.Key.StartsWith("oc_live_", StringComparison.Ordinal) =>
                "belongs to another tenant",
            _ when At(said.Exp) <= now || now - At(said.Iat) > _options.EntitlementsKnownFor => "is too old",
            _ when At(said.Iat) - s_leeway > now => "is dated in the future",
            _ => null,
        };
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds); // signed by the console, so the value is in range

    private string Named(string tenant) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant))) + ".jwt");

    [LoggerMessage(LogLevel.Warning, "The stored entitlements of a tenant were ignored: the entry {Trouble}.")]
    private partial void Refused(string? trouble);

    [LoggerMessage(LogLevel.Warning, "The entitlements of a tenant could not be stored on disk.")]
    private partial void Unkept(Exception refused);

    private sealed record SnapshotClaims(string Tenant, bool Live, long Iat, long Exp, IReadOnlyList<Entitlement> Entitlements);
}
