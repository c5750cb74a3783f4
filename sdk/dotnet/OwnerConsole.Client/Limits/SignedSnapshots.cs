using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>What the console said last, on the disk, for a process that starts while it is away. It signed it: what was altered since, is of another tenant or has ended is as if it weren't there.</summary>
internal sealed partial class SignedSnapshots
{
    private const int Longest = 4_000_000; // characters, far above some thousand features

    /// <summary>The console signs for no longer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(30);

    private readonly OwnerConsoleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly string _folder;
    private readonly SigningKeys _keys;

    public SignedSnapshots(OwnerConsoleOptions options, string spool, ConsoleWire wire, TimeProvider clock, ILogger log)
    {
        (_options, _clock, _log) = (options, clock, log);
        _folder = Directory.CreateDirectory(Path.Combine(spool, "entitlements"), SpooledOutbox.PrivateFolder).FullName;
        _keys = new(wire, clock, new(Path.Combine(_folder, "keys"), options.Key));
        foreach (
            var old in Directory.EnumerateFiles(_folder, "*.jwt").Where(file => File.GetLastWriteTimeUtc(file) < (clock.GetUtcNow() - s_longest).UtcDateTime)
        )
            File.Delete(old);
    }

    /// <summary>What the console is asked to sign for.</summary>
    public int Seconds => (int)Math.Ceiling(Math.Clamp(_options.EntitlementsKnownFor.TotalSeconds, 1, s_longest.TotalSeconds));

    /// <summary>Keeps it if it is good, with the key that proves it.</summary>
    public async Task Keep(string tenant, string signed, CancellationToken stop)
    {
        try
        {
            if (ConsoleToken.Read(signed, Longest) is not { } token || await _keys.Find(token.KeyId, stop) is null)
                Refused("is not signed by the console");
            else if (Read(tenant, signed) is not null)
                KeptFile.Write(Named(tenant), Encoding.ASCII.GetBytes(signed));
        }
        catch (Exception refused) when (KeptFile.IsOfTheDisk(refused))
        {
            Unkept(refused);
        }
    }

    /// <returns>null where none is kept that may be used here and now; the log says why</returns>
    public Snapshot? Find(string tenant) => KeptFile.Read(Named(tenant)) is { } kept ? Read(tenant, Encoding.ASCII.GetString(kept)) : null;

    private Snapshot? Read(string tenant, string signed)
    {
        var trouble = "is no answer of the console, signed with ES256";
        if (ConsoleToken.Read(signed, Longest) is { Type: "entitlements+jwt" } token)
            if (_keys.Last(token.KeyId) is not { } key || !token.IsSignedBy(key))
                trouble = "is not signed by the console";
            else if (token.Claims.Deserialize<Content>(ConsoleJson.Options) is { } said && (trouble = Trouble(said, tenant)) is null)
                return Snapshot.Of(At(said.Iat), said.Entitlements, At(said.Exp));
        Refused(trouble);
        return null;
    }

    private string? Trouble(Content said, string tenant)
    {
        var now = _clock.GetUtcNow();
        return said switch
        {
            _ when said.Tenant != Limits.Own(tenant) || said.Live != _options.Key.StartsWith("oc_live_", StringComparison.Ordinal) => "is of another tenant",
            _ when At(said.Exp) <= now || now - At(said.Iat) > _options.EntitlementsKnownFor => "is too old",
            _ when At(said.Iat) - s_leeway > now => "is of a time to come",
            _ => null,
        };
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds); // the console signed it

    private string Named(string tenant) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant))) + ".jwt");

    [LoggerMessage(LogLevel.Warning, "What is kept of a tenant's entitlements is not used: it {Trouble}.")]
    private partial void Refused(string? trouble);

    [LoggerMessage(LogLevel.Warning, "What a tenant may use could not be kept on the disk.")]
    private partial void Unkept(Exception refused);

    private sealed record Content(string Tenant, bool Live, long Iat, long Exp, IReadOnlyList<Entitlement> Entitlements);
}
