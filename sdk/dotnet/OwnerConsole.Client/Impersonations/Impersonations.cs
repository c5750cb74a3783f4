using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Says whether somebody who comes with a token is of the owner's team, and whether they may still stay.</summary>
public sealed partial class Impersonations
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly OwnerConsoleOptions _options;
    private readonly ConsoleWire _wire;
    private readonly TimeProvider _clock;
    private readonly SigningKeys _keys;
    private readonly ILogger<Impersonations> _log;

    internal Impersonations(OwnerConsoleOptions options, ConsoleWire wire, TimeProvider clock, ILogger<Impersonations> log) =>
        (_options, _wire, _clock, _keys, _log) = (options, wire, clock, new(wire, clock), log);

    /// <summary>Reads the token that the console opened the application's impersonation address with. A token is good once: an address is kept in histories and logs.</summary>
    /// <returns>null for any token that is not good here and now; the log says why</returns>
    /// <exception cref="HttpRequestException">the console's keys could not be asked for</exception>
    public async Task<Impersonation?> Check(string token, CancellationToken stop = default)
    {
        var trouble = "is no token of the console, signed with ES256";
        if (ConsoleToken.Read(token) is { } read)
            if (await _keys.Find(read.KeyId, stop) is not { } key || !read.IsSignedBy(key))
                trouble = "is not signed by the console";
            else if (Claims(read) is not { } claims)
                trouble = "lacks what a token says";
            else if ((trouble = Trouble(claims)) is null)
                return Made(claims);
        Refused(trouble);
        return null;
    }

    /// <summary>Ask it at each request, or every few seconds: the owner may have ended it.</summary>
    /// <param name="id"><c>imp_…</c></param>
    /// <exception cref="HttpRequestException">the console is away; nobody knows, so let nobody in</exception>
    public async Task<bool> IsActive(string id, CancellationToken stop = default) =>
        (await _wire.Ask<Introspection>(HttpMethod.Post, "/api/v1/impersonations/introspect", new { id }, stop)).Active;

    /// <summary>They have left before its end.</summary>
    public Task Leave(string id, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Post, $"/api/v1/impersonations/{Uri.EscapeDataString(id)}/leave", new { }, stop);

    private static Content? Claims(ConsoleToken token)
    {
        try
        {
            return
                token.Claims.Deserialize<Content>(ConsoleJson.Options)
                    is { Sub: not null, Sid: not null, Jti: not null, Tenant: not null, Act.Sub: not null } claims
                ? claims
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Trouble(Content claims)
    {
        var now = _clock.GetUtcNow();
        foreach (var (id, _) in _used.Where(one => one.Value + s_leeway < now))
            _used.TryRemove(id, out _);
        return claims switch
        {
            _ when claims.Iss?.TrimEnd('/') != (_options.PublicAddress ?? _options.Address).ToString().TrimEnd('/') => "is of another console",
            _ when claims.Aud != _options.Application => "is made out to another application",
            _ when At(claims.Exp) + s_leeway < now => "has ended",
            _ when At(claims.Iat) - s_leeway > now || At(claims.Exp) - At(claims.Iat) > s_longest => "lasts longer than any of the console's",
            _ when !_used.TryAdd(claims.Jti!, At(claims.Exp)) => "was used before",
            _ => null,
        };
    }

    private static Impersonation Made(Content claims) =>
        new(
            claims.Sid!, // Claims demands these
            new(claims.Member ?? claims.Sub!, claims.Sub!),
            claims.Tenant!,
            claims.Act!.Sub!,
            claims.Act.Name ?? claims.Act.Sub!,
            claims.Scope != "full",
            claims.Blocked ?? [],
            claims.Reason ?? "",
            At(claims.Exp)
        );

    private static DateTimeOffset At(long seconds) => DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 253_402_300_799)); // the last that a date holds

    [LoggerMessage(LogLevel.Warning, "A token for impersonation was refused: it {Trouble}.")]
    private partial void Refused(string? trouble);

    private sealed record Introspection(bool Active);

    private sealed record Actor(string? Sub, string? Name);

    private sealed record Content(
        string? Iss,
        string? Aud,
        string? Sub,
        string? Member,
        Named? Tenant,
        Actor? Act,
        string? Scope,
        IReadOnlyList<string>? Blocked,
        string? Reason,
        long Iat,
        long Exp,
        string? Sid,
        string? Jti
    );
}
