using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Creates and reads the tokens that prove an impersonation session to the application.</summary>
/// <remarks>Source: RFC 7519, RFC 8693 §4.1 for <c>act</c>, OpenID Connect Front-Channel Logout 1.0 §3 for <c>sid</c>.</remarks>
public sealed class ImpersonationTokens(ImpersonationKeys keys, IdGenerator ids, TimeProvider clock)
{
    private const string Type = "JWT";

    /// <summary>Actions that the application must block during impersonation, whatever the access.</summary>
    public static readonly Setting Blocked = new(
        "impersonation.blocked",
        SettingCategory.Security,
        "Blocked while impersonating",
        "Actions your application blocks during impersonation: names you choose, separated by commas. The token contains them.",
        "password.change, email.change, payment.change, account.delete"
    )
    {
        Min = 0,
        Max = 400,
        IsValid = text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsWord),
        FormatHelp = Sentence.Say(
            $"Enter names of lowercase letters, digits, periods and underscores, separated by commas, such as password.change: at most {400} characters."
        ),
    };

    /// <param name="issuer">URL of the console.</param>
    public async Task<string> Make(ImpersonationTokenRequest visit, string issuer, CancellationToken stop)
    {
        var row = visit.Row;
        var claims = Json.Element(
            new
            {
                iss = issuer,
                aud = visit.Application,
                sub = row.MemberExternalId,
                member = row.MemberId,
                tenant = new { id = row.TenantId, external_id = row.TenantExternalId },
                act = new { sub = row.RequestedBy, name = visit.Actor },
                scope = row.Access.ToText(),
                blocked = visit.Blocked.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                reason = row.Reason,
                iat = clock.GetUtcNow().ToUnixTimeSeconds(),
                exp = row.EndsAt.ToUnixTimeSeconds(),
                sid = row.ImpersonationId,
                jti = ids.New("itk"), // valid once; every visit gets a new token
            }
        );
        return (await keys.Sign(Type, [claims], stop))[0];
    }

    /// <returns>The ID of the token's impersonation session; null if the token isn't from this console.</returns>
    public async Task<string?> Read(string token, CancellationToken stop) =>
        await keys.Read(Type, token, stop) is { } read && read.TryGetPayloadValue<string>("sid", out var id) ? id : null;

    private static bool IsWord(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_');
}

/// <summary>The data of one redirect into the application.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="Actor">Name of the impersonating team member.</param>
/// <param name="Blocked">Actions blocked during impersonation.</param>
public sealed record ImpersonationTokenRequest(ImpersonationRow Row, string Application, string Actor, string Blocked);
