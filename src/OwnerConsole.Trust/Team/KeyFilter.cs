using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Status of an API key.</summary>
public enum KeyStatus
{
    InForce,
    Over,
    Revoked,
}

/// <summary>Filters of the API key list. There are only dozens of keys, so all are loaded and filtered in memory.</summary>
/// <param name="Text">Part of a name, a prefix, an id, a scope or a tenant id.</param>
public sealed record KeyFilter(string? Text = null, KeyStatus? Status = null)
{
    public static readonly IReadOnlyList<ListFilter> Filters = [ListFilter.Of<KeyStatus>("state", "Status", Word)];

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(KeyRoutes.Address, request, part => part is "q" or "state");

    /// <exception cref="Problem">400: The status is unknown.</exception>
    public static KeyFilter Read(IQueryCollection query) => new(query.SearchText(), query.Word<KeyStatus>("state"));

    public static KeyStatus Of(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? KeyStatus.Revoked
        : key.ExpiresAt <= now ? KeyStatus.Over
        : KeyStatus.InForce;

    public static string Prefix(ApiKey key) => Prefix(key, key.ShortId);

    /// <param name="shortId">Short id of the current or the previous secret.</param>
    public static string Prefix(ApiKey key, string shortId) => $"oc_{(key.Mode is Mode.Live ? "live" : "test")}_{shortId}";

    public bool Matches(ApiKey key, DateTimeOffset now) =>
        (Status is not { } standing || Of(key, now) == standing)
        && (
            Text is not { } text
            || key.Scopes.Append(key.Id)
                .Append(key.Name)
                .Append(Prefix(key))
                .Append(key.OnlyTenant ?? "")
                .Any(said => said.Contains(text, StringComparison.OrdinalIgnoreCase))
        );

    private static string Word(KeyStatus standing) =>
        standing switch
        {
            KeyStatus.InForce => "Active",
            KeyStatus.Over => "Expired",
            _ => "Revoked",
        };
}
