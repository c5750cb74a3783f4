using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>The answer where a limit is reached: 402, with what would have allowed it; 429 where it comes back by itself.</summary>
internal static class Denial
{
    /// <summary>The code of an answer to who has used up what they may.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>The code of an answer to who may go on in a moment.</summary>
    private const string RateLimited = "rate_limited";

    public static async Task<Problem> Of(Standing standing, decimal asked, SecretBox box, Work work)
    {
        var answer = EntitlementView.Of(standing, asked);
        var (status, code, says, after) = Says(standing, answer, asked);
        return new(status, code, says)
        {
            RetryAfter = after,
            Further = Json.Element(
                new
                {
                    answer.Feature,
                    answer.Limit,
                    answer.Used,
                    answer.Reserved,
                    requested = Allowance.Plain(asked),
                    answer.Remaining,
                    answer.ResetsAt,
                    answer.Source,
                    answer.SourceId,
                    decision = standing.Decision(allowed: false, asked, box),
                    upgrades = await Upgrade.Find(
                        standing.TenantId,
                        answer.Feature,
                        answer.Kind,
                        Needed(standing, asked),
                        standing.Entitled.Allows.Limit,
                        work
                    ),
                }
            ),
        };
    }

    /// <summary>What a plan would have to include: credits pay for the rest.</summary>
    private static decimal Needed(Standing standing, decimal asked) => standing.Used - standing.Burnt + standing.Reserved + asked - standing.Entitled.Credits;

    private static (int Status, string Code, string Says, TimeSpan? After) Says(Standing standing, EntitlementView answer, decimal asked) =>
        answer is { Limit: null } or { Limit: "0", Per: not null }
            ? (402, "not_granted", $"{answer.Name} is not part of what this tenant has. A plan that grants it, or an override, would allow it.", null)
        : standing.PassesAfter(asked) is { } after
            ? (
                429,
                RateLimited,
                $"{answer.Name}: {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)}{standing.Entitled.Feature.Each} are allowed. Wait, and send it again; a higher plan, or an override, would allow more.",
                after
            )
        : (402, LimitReached, Full(answer, asked), null);

    private static string Full(EntitlementView answer, decimal asked) =>
        answer.Per is { } per
            ? $"{answer.Name}: more than {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)} never fit in one {per}. A higher plan, or an override, would allow it."
            : $"{answer.Name}: {answer.Used} of {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)} used{Paid(answer)}{Held(answer)}, and {Allowance.Plain(asked)} more would exceed the limit. A higher plan, or an override, would allow it.";

    private static string Paid(EntitlementView answer) => answer.FromCredits is { } paid ? $", {paid} of them paid for by credits," : "";

    private static string Held(EntitlementView answer) => answer.Reserved is null or "0" ? "" : $" and {answer.Reserved} are reserved";
}
