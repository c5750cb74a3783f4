using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>A finding as its list shows it.</summary>
/// <param name="TenantId">Null if it belongs to no tenant.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="ObjectType">Stripe's name of the type, or tenant.</param>
/// <param name="Field">Empty if the whole object is concerned.</param>
/// <param name="Ours">Value in the console.</param>
/// <param name="Theirs">Value at Stripe.</param>
/// <param name="Reported">Access that the application reports.</param>
/// <param name="AgreedAt">Last time at which both sides are known to have agreed.</param>
/// <param name="ResolvedBy">Run that fixed it.</param>
/// <param name="IgnoredUntil">Null if it isn't ignored.</param>
/// <param name="SuspendedFor">Cause of the tenant's suspension; null if it isn't suspended.</param>
public sealed record FindingRow(
    string Id,
    string? TenantId,
    string? Tenant,
    Mode Mode,
    string AccountId,
    FindingType Type,
    string ObjectType,
    string ObjectId,
    string Field,
    string? Ours,
    string? Theirs,
    string? Reported,
    long AmountMinor,
    string? Currency,
    FindingSeverity Severity,
    FindingState State,
    DateTimeOffset? AgreedAt,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy,
    DateTimeOffset? IgnoredUntil,
    string? IgnoreReason,
    string? SuspendedFor
)
{
    /// <summary>Money at risk; null if there is none.</summary>
    public Money? AtRisk => Currency is { } currency && AmountMinor != 0 ? new(AmountMinor, currency) : null;
}

/// <summary>A finding in the API.</summary>
/// <param name="Id">fnd_…</param>
/// <param name="Type">What differs.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="TenantId">null if it belongs to no tenant.</param>
/// <param name="ObjectType">Stripe's name of the type, or tenant.</param>
/// <param name="ObjectId">ID of the object that differs.</param>
/// <param name="Field">null if the whole object is concerned.</param>
/// <param name="Ours">Value in the console.</param>
/// <param name="Theirs">Value at Stripe.</param>
/// <param name="ReportedAccess">Access that the application reports: full, read_only or none.</param>
/// <param name="AtRisk">Money at risk; per month for subscriptions.</param>
/// <param name="FirstSeenAt">When it was found.</param>
/// <param name="LastSeenAt">When it was last found.</param>
/// <param name="ResolvedAt">When it was resolved; null while it is open.</param>
/// <param name="ResolvedBy">Run that fixed it; null if it no longer differs for another reason.</param>
/// <param name="IgnoredUntil">Until when it is ignored; null if it isn't.</param>
public sealed record FindingView(
    string Id,
    FindingType Type,
    FindingSeverity Severity,
    FindingState State,
    string? TenantId,
    string ObjectType,
    string ObjectId,
    string? Field,
    [property: Sensitive(FieldClass.Money)] string? Ours,
    [property: Sensitive(FieldClass.Money)] string? Theirs,
    string? ReportedAccess,
    Money? AtRisk,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy,
    DateTimeOffset? IgnoredUntil
)
{
    internal static FindingView Of(FindingRow row) =>
        new(
            row.Id,
            row.Type,
            row.Severity,
            row.State,
            row.TenantId,
            row.ObjectType,
            row.ObjectId,
            row.Field.Length == 0 ? null : row.Field,
            row.Ours,
            row.Theirs,
            row.Reported,
            row.AtRisk,
            row.FirstSeenAt,
            row.LastSeenAt,
            row.ResolvedAt,
            row.ResolvedBy,
            row.IgnoredUntil
        );
}
