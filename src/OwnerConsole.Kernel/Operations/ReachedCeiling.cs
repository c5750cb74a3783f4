namespace OwnerConsole.Kernel.Operations;

/// <summary>A ceiling that a run would exceed, so that it needs approval.</summary>
/// <param name="Role">Role that the ceiling applies to; null for a ceiling of a single key or person.</param>
/// <param name="Subjects">Number of subjects in the time span, including this run.</param>
/// <param name="MinorUnits">Amount of money in the time span, in <paramref name="Currency"/>.</param>
/// <param name="Currency">The reporting currency.</param>
public sealed record ReachedCeiling(Ceiling Ceiling, string? Role, long Subjects, long MinorUnits, string Currency)
{
    /// <summary>Ceiling formatted for display: <c>25 an hour</c>.</summary>
    public string Description => Ceiling.Describe(Currency);
}
