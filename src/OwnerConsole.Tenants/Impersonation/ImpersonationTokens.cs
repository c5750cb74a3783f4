using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>What the application is shown by whoever comes to act as one of its people.</summary>
/// <remarks>Source: RFC 7519, RFC 8693 §4.1 for <c>act</c>, OpenID Connect Front-Channel Logout 1.0 §3 for <c>sid</c>.</remarks>
public sealed class ImpersonationTokens(ImpersonationKeys keys, IdSource ids, TimeProvider clock)
{
    /// <summary>What nobody does in another's name, whatever the access.</summary>
    public static readonly Setting Blocked = new(
        "impersonation.blocked",
        SettingCategory.Security,
        "Never done in another's name",
        "What your application refuses to whoever acts as one of its people: words of your own, with commas between them, that stand in the token.",
        "password.change, email.change, payment.change, account.delete"
    )
    {
        Least = 0,
        Most = 400,
        Fits = text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsWord),
        Form = Sentence.Say(
            $"Write words of small letters, digits, full stops and _ with commas between them: password.change. They have {400} characters at most."
        ),
    };

    /// <param name="issuer">the console's own address</param>
    public async Task<string> Make(Visit visit, string issuer, CancellationToken stop)
    {
        var row = visit.Row;
        var (id, key) = await keys.Signing(stop);
        using (key)
            return SignedToken.Sign(
                key,
                id,
                Json.Element(
                    new
                    {
                        iss = issuer,
                        aud = visit.Application,
                        sub = row.MemberExternalId,
                        member = row.MemberId,
                        tenant = new { id = row.TenantId, external_id = row.TenantExternalId },
                        act = new { sub = row.AskedBy, name = visit.Actor },
                        scope = row.Access.ToText(),
                        blocked = visit.Blocked.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                        reason = row.Reason,
                        iat = clock.GetUtcNow().ToUnixTimeSeconds(),
                        exp = row.EndsAt.ToUnixTimeSeconds(),
                        sid = row.ImpersonationId,
                        jti = ids.New("itk"), // good once, and who comes a second time brings another
                    }
                )
            );
    }

    /// <returns>the id of the session that a token is for; null when it isn't one of ours</returns>
    public async Task<string?> Read(string token, CancellationToken stop) =>
        await keys.Read(token, stop) is { ValueKind: JsonValueKind.Object } claims
        && claims.TryGetProperty("sid", out var id)
        && id.ValueKind is JsonValueKind.String
            ? id.GetString()
            : null;

    private static bool IsWord(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_');
}

/// <summary>Somebody on the way into the application.</summary>
/// <param name="Application">what it calls itself</param>
/// <param name="Actor">the name the team knows them by</param>
/// <param name="Blocked">what nobody does in another's name</param>
public sealed record Visit(ImpersonationRow Row, string Application, string Actor, string Blocked);
