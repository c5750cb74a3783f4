using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Tenants.Impersonation.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What tenants may use, in a form that can be kept for the time that nobody can be asked: whoever alters it can't sign it.</summary>
public sealed class SignedAnswers(ConsoleSignature signature, TimeProvider clock)
{
    private const string Type = "entitlements+jwt";

    public static readonly int Longest = (int)ConsoleSignature.Longest.TotalSeconds;

    /// <param name="isLive">not of the demo population: both may have a tenant of the same id</param>
    /// <param name="seconds">until it may no longer be used</param>
    public async Task<IReadOnlyList<TenantAnswers>> Sign(IReadOnlyList<TenantAnswers> answers, bool isLive, int seconds, CancellationToken stop)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var signed = new Queue<string>(await signature.Sign(Type, answers.Where(one => one.TenantId is not null).Select(Claims), stop));
        return [.. answers.Select(one => one.TenantId is null ? one : one with { Signed = signed.Dequeue() })];

        JsonElement Claims(TenantAnswers answer) =>
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
                Json.Answers
            );
    }
}
