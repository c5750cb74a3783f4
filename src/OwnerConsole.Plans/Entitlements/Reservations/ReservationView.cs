using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>A reservation, as returned by the API.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Actual">Amount that was used; null unless it is committed.</param>
/// <param name="Used">Usage in its period, which may have ended.</param>
/// <param name="Reserved">Reserved amount in that period, including this reservation while it is open.</param>
/// <param name="Limit">The limit; null for unlimited.</param>
/// <param name="ResetsAt">When that period ends; null if it never does.</param>
/// <param name="Decision">Id of the decision that granted it, which the console can explain; null when it is read, committed or released.</param>
public sealed record ReservationView(
    string Id,
    string TenantId,
    string Feature,
    ReservationState State,
    string Amount,
    string? Actual,
    DateTimeOffset ExpiresAt,
    string Used,
    string Reserved,
    string? Limit,
    DateTimeOffset? ResetsAt,
    string? Decision = null
)
{
    internal static ReservationView Of(Reservation one) =>
        new(
            one.ReservationId,
            one.TenantId,
            one.Feature,
            one.State,
            Allowance.Plain(one.Amount),
            Plain(one.Actual),
            one.ExpiresAt,
            Allowance.Plain(one.Used),
            Allowance.Plain(one.Reserved),
            Plain(one.Allows),
            ClaimProcessor.ResetsAt(one.PeriodEnd)
        );

    /// <summary>View of a reservation that was just granted.</summary>
    internal static ReservationView Of(ClaimResult claimed, string tenantId, string feature, decimal amount, ReservationRequest hold, SecretBox box) =>
        new(
            hold.ReservationId,
            tenantId,
            feature,
            ReservationState.Held,
            Allowance.Plain(amount),
            Actual: null,
            claimed.At + hold.Lifetime,
            Allowance.Plain(claimed.Used),
            Allowance.Plain(claimed.Reserved),
            Plain(claimed.Allows),
            claimed.ResetsAt,
            claimed.DecisionId(tenantId, feature, amount, box)
        );

    private static string? Plain(decimal? amount) => amount is { } some ? Allowance.Plain(some) : null;
}

/// <summary>Request to reserve an amount before acting.</summary>
/// <param name="Tenant">Tenant id, or ext: followed by your own id.</param>
/// <param name="Feature">Key of a counter.</param>
/// <param name="TtlSeconds">Seconds until the reservation expires: 1 to 86400.</param>
/// <param name="Amount">Decimal number; 1 if omitted.</param>
public sealed record ReserveRequest(string Tenant, string Feature, int TtlSeconds, string? Amount = null);

/// <summary>Request to commit a reservation.</summary>
/// <param name="Amount">Used amount as a decimal number, 0 or more, can exceed the reserved amount; all of it if omitted.</param>
public sealed record CommitRequest(string? Amount = null);
