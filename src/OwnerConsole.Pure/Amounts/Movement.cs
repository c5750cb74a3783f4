namespace OwnerConsole.Pure.Amounts;

/// <summary>MRR of one customer in one currency becomes another.</summary>
/// <param name="At">the last of the changes that it is the sum of</param>
/// <param name="Currency">ISO 4217</param>
/// <param name="Kind">of the whole: a plan may lose what another wins</param>
/// <param name="Reason">of a churn or a beginning, such as <c>to_free</c>; of an adjustment the kind that it makes up for; null where there is nothing to say</param>
/// <param name="Parts">plan by plan, none of them 0</param>
public sealed record Movement(DateTimeOffset At, string Currency, MovementKind Kind, string? Reason, IReadOnlyList<MovementPart> Parts)
{
    /// <summary>In the smallest unit of the currency, not rounded; less than 0 when it is less than before.</summary>
    public decimal Delta => Parts.Sum(part => part.Delta);
}

/// <summary>What a movement is for one plan.</summary>
/// <param name="Plan">its key</param>
/// <param name="Delta">in the smallest unit of the currency, not rounded</param>
public sealed record MovementPart(string Plan, decimal Delta);
