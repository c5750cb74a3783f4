using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Signs the entitlements of tenants, so that an application can store and verify them for use during an outage.</summary>
public sealed class EntitlementSigner(ITokenSigner signer, TimeProvider clock)
{
    private const string Type = "entitlements+jwt";

    public static readonly int MaxTtlSeconds = (int)ITokenSigner.MaxLifetime.TotalSeconds;

    /// <param name="isLive">Whether the tenants are in live mode; both modes may have a tenant with the same id.</param>
    /// <param name="seconds">Seconds until the answer expires.</param>
    public async Task<IReadOnlyList<TenantCheckResult>> Sign(IReadOnlyList<TenantCheckResult> answers, bool isLive, int seconds, CancellationToken stop)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var signed = new Queue<string>(await signer.Sign(Type, answers.Where(answer => answer.TenantId is not null).Select(Claims), stop));
        return [.. answers.Select(answer => answer.TenantId is null ? answer : answer with { Signed = signed.Dequeue() })];

        JsonElement Claims(TenantCheckResult answer) =>
            JsonSerializer.SerializeToElement(
                new
                {
                    Sub = answer.TenantId,
                    answer.Tenant,
                    Live = isLive,
                    Iat = now,
                    Exp = now + seconds,
                    answer.Entitlements,
                },
                Json.ResponseOptions
            );
    }
}
