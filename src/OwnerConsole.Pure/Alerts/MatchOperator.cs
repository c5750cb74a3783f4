namespace OwnerConsole.Pure.Alerts;

/// <summary>How a matcher compares the value of a label.</summary>
public enum MatchOperator
{
    /// <summary>The value is the same (=).</summary>
    Is,

    /// <summary>The value is different (!=).</summary>
    IsNot,

    /// <summary>The whole value matches the pattern (=~).</summary>
    Matches,

    /// <summary>The whole value doesn't match the pattern (!~).</summary>
    MatchesNot,
}
