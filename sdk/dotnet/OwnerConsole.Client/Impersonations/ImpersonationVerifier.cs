using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Verifies impersonation tokens, and checks whether a session is still active.</summary>
public sealed partial class ImpersonationVerifier
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    /// <summary>Allowed difference between clocks.</summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly OwnerConsoleOptions _options;
    private readonly ConsoleHttpClient _wire;
    private readonly TimeProvider _clock;
    private readonly SigningKeys _keys;
    private readonly ILogger<ImpersonationVerifier> _log;

    internal ImpersonationVerifier(OwnerConsoleOptions options, ConsoleHttpClient wire, TimeProvider clock, ILogger<ImpersonationVerifier> log) =>
        (_options, _wire, _clock, _keys, _log) = (options, wire, clock, new(wire, clock), log);

    /// <summary>Verifies the token in the request to the application's impersonation URL. A token is valid once, because URLs appear in histories and logs.</summary>
    /// <returns>Null if the token is invalid; the log has the reason.</returns>
    /// <exception cref="HttpRequestException">The console's keys could not be fetched.</exception>
    public async Task<Impersonation?> Check(string token, CancellationToken stop = default)
    {
        var trouble = "is not a console token signed with ES256";
        if (ConsoleToken.Read(token) is { } read)
            if (await _keys.Find(read.KeyId, stop) is not { } key || !read.IsSignedBy(key))
                trouble = "is not signed by the console";
            else if (Claims(read) is not { } claims)
                trouble = "lacks required claims";
            else if ((trouble = Validate(claims)) is null)
                return Create(claims);
        Refused(trouble);
        return null;
    }

    /// <summary>Checks whether the session is still active. Call it on each request or every few seconds, because the owner's team can end the session.</summary>
    /// <param name="id"><c>imp_…</c></param>
    /// <exception cref="HttpRequestException">The console is unreachable, so the state is unknown: deny access.</exception>
    public async Task<bool> IsActive(string id, CancellationToken stop = default) =>
        (await _wire.Ask<Introspection>(HttpMethod.Post, "/api/v1/impersonations/introspect", new { id }, stop)).Active;

    /// <summary>Ends the session before its time.</summary>
    public Task Leave(string id, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Post, $"/api/v1/impersonations/{Uri.EscapeDataString(id)}/leave", new { }, stop);

    private static TokenClaims? Claims(ConsoleToken token)
    {
        try
        {
            return
                token.Claims.Deserialize<TokenClaims>(ConsoleJson.Options)
                    is { Sub: not null, Sid: not null, Jti: not null, Tenant: not null, Act.Sub: not null } claims
                ? claims
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Validate(TokenClaims claims)
    {
        var now = _clock.GetUtcNow();
        foreach (var (id, _) in _used.Where(pair => pair.Value + s_leeway < now))
            _used.TryRemove(id, out _);
        return claims switch
        {
            _ when claims.Iss?.TrimEnd('/') != (_options.PublicAddress ?? _options.Address).ToString().TrimEnd('/') => "was issued by another console",
            _ when claims.Aud != _options.Application => "was issued for another application",
            _ when At(claims.Exp) + s_leeway < now => "has expired",
            _ when At(claims.Iat) - s_leeway > now || At(claims.Exp) - At(claims.Iat) > s_longest => "has an invalid lifetime",
            _ when !_used.TryAdd(claims.Jti!, At(claims.Exp)) => "was already used",
            _ => null,
        };
    }

    private static Impersonation Create(TokenClaims claims) =>
        new(
            claims.Sid!, // Claims requires these
            new(claims.Member ?? claims.Sub!, claims.Sub!),
            claims.Tenant!,
            claims.Act!.Sub!,
            claims.Act.Name ?? claims.Act.Sub!,
            claims.Scope != "full",
            claims.Blocked ?? [],
            claims.Reason ?? "",
            At(claims.Exp)
        );

    private static DateTimeOffset At(long seconds) => DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 253_402_300_799)); // the maximum of a date

    [LoggerMessage(LogLevel.Warning, "An impersonation token was rejected: it {Trouble}.")]
    private partial void Refused(string? trouble);

    private sealed record Introspection(bool Active);

    private sealed record Actor(string? Sub, string? Name);

    private sealed record TokenClaims(
        string? Iss,
        string? Aud,
        string? Sub,
        string? Member,
        EntityRef? Tenant,
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
