using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Whether a key still opens.</summary>
public enum KeyStanding
{
    InForce,
    Over,
    Revoked,
}

/// <summary>Which keys are meant. There are dozens of them, so they are read whole and narrowed here.</summary>
/// <param name="Text">part of a name, of what it begins with, of its id, or of a permission that it has; or a tenant's id</param>
public sealed record KeyFilter(string? Text = null, KeyStanding? Standing = null)
{
    public static readonly IReadOnlyList<ListFilter> Filters = [ListFilter.Of<KeyStanding>("state", "State", Word)];

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(KeyRoutes.Address, request, part => part is "q" or "state");

    /// <exception cref="Problem">400: there is no such state</exception>
    public static KeyFilter Read(IQueryCollection query) => new(query.Sought(), query.Word<KeyStanding>("state"));

    public static KeyStanding Of(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? KeyStanding.Revoked
        : key.ExpiresAt <= now ? KeyStanding.Over
        : KeyStanding.InForce;

    public static string Prefix(ApiKey key) => Prefix(key, key.ShortId);

    /// <param name="shortId">of its text now, or of the one before</param>
    public static string Prefix(ApiKey key, string shortId) => $"oc_{(key.Population is Population.Live ? "live" : "test")}_{shortId}";

    public bool Fits(ApiKey key, DateTimeOffset now) =>
        (Standing is not { } standing || Of(key, now) == standing)
        && (
            Text is not { } text
            || key.Scopes.Append(key.Id)
                .Append(key.Name)
                .Append(Prefix(key))
                .Append(key.OnlyTenant ?? "")
                .Any(said => said.Contains(text, StringComparison.OrdinalIgnoreCase))
        );

    private static string Word(KeyStanding standing) => standing is KeyStanding.InForce ? "In force" : $"{standing}";
}
