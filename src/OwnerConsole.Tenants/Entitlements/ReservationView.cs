using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Room that is, or was, held, as the API shows it.</summary>
/// <param name="Feature">its key</param>
/// <param name="Actual">what was used of it; null unless it is committed</param>
/// <param name="Used">in the period that it is of, which may be over</param>
/// <param name="Reserved">held in that period, this one included while it is</param>
/// <param name="Limit">null for unlimited</param>
/// <param name="ResetsAt">when that period ends; null when it never does</param>
/// <param name="Decision">the id of the answer that it was held by, which the console shows the reasons of; null where it is looked at, committed or released</param>
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
            Claims.Ends(one.PeriodEnd)
        );

    /// <summary>Of what was granted just now.</summary>
    internal static ReservationView Of(Claimed claimed, string tenantId, string feature, decimal amount, Hold hold, SecretBox box) =>
        new(
            hold.ReservationId,
            tenantId,
            feature,
            ReservationState.Held,
            Allowance.Plain(amount),
            Actual: null,
            claimed.At + hold.Lasts,
            Allowance.Plain(claimed.Used),
            Allowance.Plain(claimed.Reserved),
            Plain(claimed.Allows),
            claimed.ResetsAt,
            claimed.Decision(tenantId, feature, amount, box)
        );

    private static string? Plain(decimal? amount) => amount is { } some ? Allowance.Plain(some) : null;
}

/// <summary>What an application wants to hold before it acts.</summary>
/// <param name="Tenant">its id, or ext: and your own id of it</param>
/// <param name="Feature">a counter's key</param>
/// <param name="TtlSeconds">until it gives itself back: 1 to 86400</param>
/// <param name="Amount">as a decimal number; 1 when it is left out</param>
public sealed record Reserving(string Tenant, string Feature, int TtlSeconds, string? Amount = null);

/// <summary>What was used of a reservation.</summary>
/// <param name="Amount">as a decimal number: 0 or more, also more than was reserved; all of it when it is left out</param>
public sealed record Committing(string? Amount = null);
