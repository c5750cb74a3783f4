namespace OwnerConsole.Pure.Amounts;

/// <summary>A number as it is written without zeros that say nothing.</summary>
public static class PlainNumber
{
    /// <returns>the same number: 1.5 for 1.50, 0 for 0.0 and -0</returns>
    public static decimal Of(decimal number) => number == 0 ? 0 : number / 1.0000000000000000000000000000m;
}
