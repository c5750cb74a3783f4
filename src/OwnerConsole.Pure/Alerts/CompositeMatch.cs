using System.ComponentModel;

namespace OwnerConsole.Pure.Alerts;

/// <summary>How many of its rules must fire until a composite rule fires.</summary>
public enum CompositeMatch
{
    [Description("All of them")]
    All,

    [Description("Any of them")]
    Any,

    [Description("At least a number of them")]
    AtLeast,
}

/// <summary>Numbers of composite rules.</summary>
public static class CompositeMatches
{
    /// <param name="match">How many rules must fire.</param>
    /// <param name="count">Number of rules.</param>
    /// <param name="least">Number of rules that must fire if that is given.</param>
    /// <returns>Number of rules that must fire, 1 or more.</returns>
    public static int Needed(this CompositeMatch match, int count, int least) =>
        match switch
        {
            CompositeMatch.All => Math.Max(1, count),
            CompositeMatch.Any => 1,
            _ => Math.Max(1, least),
        };
}
