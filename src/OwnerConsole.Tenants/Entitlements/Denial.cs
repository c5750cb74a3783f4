using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>The answer where a limit is reached: 402, with what would have allowed it.</summary>
internal static class Denial
{
    /// <summary>The code of an answer to who has used up what they may.</summary>
    public const string LimitReached = "limit_reached";

    public static async Task<Problem> Of(Standing standing, decimal asked, SecretBox box, Work work)
    {
        var answer = EntitlementView.Of(standing, asked);
        return new(402, answer.Limit is null ? "not_granted" : LimitReached, Says(answer, asked))
        {
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
                    upgrades = await Upgrade.Find(answer.Feature, answer.Kind, Needed(standing, asked), work),
                }
            ),
        };
    }

    /// <summary>What a plan would have to include: credits pay for the rest.</summary>
    private static decimal Needed(Standing standing, decimal asked) => standing.Used - standing.Burnt + standing.Reserved + asked - standing.Entitled.Credits;

    private static string Says(EntitlementView answer, decimal asked) =>
        answer.Limit is null
            ? $"{answer.Name} is not part of what this tenant has. A plan that grants it, or an override, would allow it."
            : $"{answer.Name}: {answer.Used} of {answer.Limit} {answer.Unit} are used{Paid(answer)}{Held(answer)}, and {Allowance.Plain(asked)} more doesn't fit. A higher plan, or an override, would allow it.";

    private static string Paid(EntitlementView answer) => answer.FromCredits is { } paid ? $", {paid} of them paid for by credits," : "";

    private static string Held(EntitlementView answer) => answer.Reserved is null or "0" ? "" : $" and {answer.Reserved} are reserved";
}
