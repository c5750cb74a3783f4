using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>A restated month in the API.</summary>
/// <param name="Month">First day of the restated month.</param>
/// <param name="LastMonth">First day of the last month that was closed at that time; it was restated too.</param>
/// <param name="RunId">Run that requested it.</param>
/// <param name="RequestedBy">Who started the run.</param>
/// <param name="AppliedAt">null while tenants are still recalculated.</param>
/// <param name="Months">The restated months, oldest first.</param>
public sealed record RestatementView(
    string Id,
    DateOnly Month,
    DateOnly LastMonth,
    string Reason,
    string RunId,
    string? RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? AppliedAt,
    IReadOnlyList<RestatedMonthView> Months
)
{
    internal static RestatementView Of(Restatement restatement)
    {
        return new(
            restatement.Id,
            restatement.Month,
            restatement.LastMonth,
            restatement.Reason,
            restatement.RunId,
            restatement.RequestedBy,
            restatement.RequestedAt,
            restatement.AppliedAt,
            [
                .. restatement.Months.Select(month => new RestatedMonthView(
                    month.Month,
                    Amount(month.BeforeMinor)!,
                    Amount(month.AfterMinor),
                    [.. month.Changed.Select(movement => new RestatedMovementView(movement.Kind, Amount(movement.BeforeMinor)!, Amount(movement.AfterMinor)))]
                )),
            ]
        );

        Money? Amount(decimal? minor) => minor is { } value ? new(Mrr.RoundForDisplay(value), restatement.Currency) : null;
    }
}

/// <summary>Figures of a month before and after a restatement.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="ClosingBefore">MRR at the end of the month before.</param>
/// <param name="ClosingAfter">MRR at the end of the month afterwards; null until it is applied.</param>
/// <param name="Movements">Movements that changed; all of them until it is applied.</param>
public sealed record RestatedMonthView(DateOnly Month, Money ClosingBefore, Money? ClosingAfter, IReadOnlyList<RestatedMovementView> Movements);

/// <summary>Movements of one kind before and after a restatement.</summary>
/// <param name="Kind">Kind of movement.</param>
/// <param name="Before">Sum before restating.</param>
/// <param name="After">null until it is applied.</param>
public sealed record RestatedMovementView(MovementKind Kind, Money Before, Money? After);

/// <summary>What a restatement has changed for a tenant.</summary>
/// <param name="Name">Name of the tenant.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Kind">Kind of movement.</param>
/// <param name="Plan">Key of the plan; null for no plan.</param>
/// <param name="Change">Change of the tenant's movements of this kind.</param>
public sealed record RestatedTenantView(string TenantId, string Name, DateOnly Month, MovementKind Kind, string? Plan, Money Change)
{
    internal static RestatedTenantView Of(RestatedTenant row) =>
        new(row.TenantId, row.Tenant, row.Month, row.Kind, row.Plan.Length == 0 ? null : row.Plan, row.Change);
}
