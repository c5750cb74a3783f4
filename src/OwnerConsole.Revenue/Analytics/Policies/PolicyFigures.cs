using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>Starting MRR and movements of a month. Losses are negative. Amounts are in the smallest unit of the currency and not rounded.</summary>
public sealed record PolicyFigures(
    decimal Starting = 0,
    decimal New = 0,
    decimal Expansion = 0,
    decimal Reactivation = 0,
    decimal Contraction = 0,
    decimal Churn = 0,
    decimal Adjustment = 0,
    decimal Fx = 0
)
{
    public decimal Ending => Starting + New + Expansion + Reactivation + Contraction + Churn + Adjustment + Fx;

    public bool IsZero => this == new PolicyFigures();

    public static PolicyFigures operator +(PolicyFigures one, PolicyFigures other) =>
        new(
            one.Starting + other.Starting,
            one.New + other.New,
            one.Expansion + other.Expansion,
            one.Reactivation + other.Reactivation,
            one.Contraction + other.Contraction,
            one.Churn + other.Churn,
            one.Adjustment + other.Adjustment,
            one.Fx + other.Fx
        );

    public static PolicyFigures operator -(PolicyFigures one, PolicyFigures other) =>
        new(
            one.Starting - other.Starting,
            one.New - other.New,
            one.Expansion - other.Expansion,
            one.Reactivation - other.Reactivation,
            one.Contraction - other.Contraction,
            one.Churn - other.Churn,
            one.Adjustment - other.Adjustment,
            one.Fx - other.Fx
        );

    /// <param name="kind">Kind of the movement; null for MRR from before the month.</param>
    public static PolicyFigures Of(MovementKind? kind, decimal delta) =>
        kind switch
        {
            null => new(Starting: delta),
            MovementKind.New => new(New: delta),
            MovementKind.Expansion => new(Expansion: delta),
            MovementKind.Reactivation => new(Reactivation: delta),
            MovementKind.Contraction => new(Contraction: delta),
            MovementKind.Churn => new(Churn: delta),
            MovementKind.Adjustment => new(Adjustment: delta),
            MovementKind.Fx => new(Fx: delta),
            _ => new(), // a switch of plans changes no total
        };

    public static PolicyFigures Sum(IEnumerable<PolicyFigures> all) => all.Aggregate(new PolicyFigures(), (sum, one) => sum + one);
}
