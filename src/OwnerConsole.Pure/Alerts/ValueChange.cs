namespace OwnerConsole.Pure.Alerts;

/// <summary>Measures how much a number has changed.</summary>
public static class ValueChange
{
    /// <summary>A percentage of a smaller number says nothing and could be too large for a decimal.</summary>
    private const decimal SmallestBase = 0.000001m;

    /// <param name="value">The number.</param>
    /// <param name="earlier">The number that it is compared with.</param>
    /// <param name="unit">Unit of the change.</param>
    /// <param name="minBase">The earlier number must have at least this size, so that a change from 1 to 2 is not a change of 100%.</param>
    /// <returns>The change, negative if the number has become smaller; null if the earlier number is too small, or zero for a percentage.</returns>
    public static decimal? Measure(decimal value, decimal earlier, ChangeUnit unit, decimal minBase)
    {
        var size = Math.Abs(earlier);
        return size < minBase ? null
            : unit is ChangeUnit.Absolute ? value - earlier
            : size < SmallestBase ? null
            : (value - earlier) / size * 100;
    }
}
