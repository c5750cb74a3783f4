using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>The response when a limit is reached: 402 with upgrade options, or 429 for a rate limit that refills.</summary>
internal static class LimitExceededResponse
{
    /// <summary>Problem code for a limit that is used up.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>Problem code for a rate limit that refills.</summary>
    private const string RateLimited = "rate_limited";

    public static async Task<Problem> Of(FeatureBalance standing, decimal asked, SecretBox box, UnitOfWork work)
    {
        var answer = EntitlementView.Of(standing, asked);
        var (status, code, says, after) = Describe(standing, answer, asked);
        return new(status, code, says)
        {
            RetryAfter = after,
            Extensions = Json.Element(
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
                    decision = standing.DecisionId(allowed: false, asked, box),
                    upgrades = await UpgradeOption.Find(
                        standing.TenantId,
                        answer.Feature,
                        answer.Kind,
                        RequiredLimit(standing, asked),
                        standing.Entitlement.Allows.Limit,
                        work
                    ),
                }
            ),
        };
    }

    /// <summary>Amount that a plan would have to include; credits cover the rest.</summary>
    private static decimal RequiredLimit(FeatureBalance standing, decimal asked) =>
        standing.Used - standing.Burnt + standing.Reserved + asked - standing.Entitlement.Credits;

    private static (int Status, string Code, string Detail, TimeSpan? After) Describe(FeatureBalance standing, EntitlementView answer, decimal asked) =>
        answer is { Limit: null } or { Limit: "0", Per: not null }
            ? (402, "not_granted", $"{answer.Name} is not included in this plan. Upgrade the plan to use it.", null)
        : standing.RetryAfter(asked) is { } after
            ? (
                429,
                RateLimited,
                $"{answer.Name}: the limit is {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)}{standing.Entitlement.Feature.Each}. Retry later, or upgrade the plan.",
                after
            )
        : (402, LimitReached, DescribeReached(answer, asked), null);

    private static string DescribeReached(EntitlementView answer, decimal asked) =>
        answer.Per is { } per
            ? $"{answer.Name}: one request can use at most {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)}, the limit of one {per}. Request less, or upgrade the plan."
            : $"{answer.Name}: {answer.Used} of {answer.Limit} {Nouns.OfUnit(answer.Unit!, answer.Limit!)} used{CreditsText(answer)}{ReservedText(answer)}, and {Allowance.Plain(asked)} more would exceed the limit. Upgrade the plan to use more.";

    private static string CreditsText(EntitlementView answer) => answer.FromCredits is { } paid ? $", {paid} of them from credits," : "";

    private static string ReservedText(EntitlementView answer) => answer.Reserved is null or "0" ? "" : $" and {answer.Reserved} reserved";
}
