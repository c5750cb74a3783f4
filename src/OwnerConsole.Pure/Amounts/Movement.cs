namespace OwnerConsole.Pure.Amounts;

/// <summary>Change of one customer's MRR in one currency.</summary>
/// <param name="At">Time of the last change included.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Kind">Kind of the total change; single plans may change in the other direction.</param>
/// <param name="Reason">Reason of a churn or a start, such as <c>to_free</c>; for an adjustment, the kind it corrects; null if there is none.</param>
/// <param name="Parts">Changes by plan, none of them 0.</param>
public sealed record Movement(DateTimeOffset At, string Currency, MovementKind Kind, string? Reason, IReadOnlyList<MovementPart> Parts)
{
    /// <summary>Unrounded change in minor units of the currency; negative for a decrease.</summary>
    public decimal Delta => Parts.Sum(part => part.Delta);
}

/// <summary>Unrounded sum of booked movements of a plan in one currency, in minor units.</summary>
/// <param name="Minor">The sum at the rates of each day.</param>
/// <param name="Constant">The sum at the rates of one day; the same if there is nothing to convert.</param>
public readonly record struct BookedMrr(decimal Minor, decimal Constant);

/// <summary>Change of one plan within a movement.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Delta">Unrounded change in minor units of the currency.</param>
/// <param name="Constant">The change at the rates of one day; null if it is the same.</param>
public sealed record MovementPart(string Plan, decimal Delta, decimal? Constant = null);
