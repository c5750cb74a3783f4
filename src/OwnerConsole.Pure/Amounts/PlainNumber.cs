namespace OwnerConsole.Pure.Amounts;

/// <summary>Removes trailing zeros from a number.</summary>
public static class PlainNumber
{
    /// <returns>The same number: 1.5 for 1.50, 0 for 0.0 and -0.</returns>
    public static decimal Of(decimal number) => number == 0 ? 0 : number / 1.0000000000000000000000000000m;
}
