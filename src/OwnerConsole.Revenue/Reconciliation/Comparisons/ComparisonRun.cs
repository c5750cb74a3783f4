using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Reconciliation.Comparisons;

/// <summary>A comparison with Stripe.</summary>
/// <param name="Id">rec_…</param>
/// <param name="Kind">events compares the events of the last hours, full everything, and customers all objects of some customers.</param>
/// <param name="IsDryRun">Whether differences are only counted.</param>
/// <param name="RequestedBy">Run that requested it; null for a scheduled one.</param>
/// <param name="EndedAt">null while it is running.</param>
/// <param name="Checked">Objects that were compared so far.</param>
/// <param name="Subscriptions">Subscriptions among them.</param>
/// <param name="Findings">Differences that were confirmed.</param>
/// <param name="Errors">Lists that could not be read completely.</param>
public sealed record ComparisonRun(
    string Id,
    Mode Mode,
    ComparisonKind Kind,
    bool IsDryRun,
    string? RequestedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long Checked,
    long Subscriptions,
    long Findings,
    long Errors
);

/// <summary>What is compared with Stripe.</summary>
public enum ComparisonKind
{
    /// <summary>The events of the last hours.</summary>
    Events,

    /// <summary>All objects, and the events of the last 30 days.</summary>
    Full,

    /// <summary>All objects of the customers of some tenants.</summary>
    Customers,
}
