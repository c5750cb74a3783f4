namespace OwnerConsole.Kernel.Operations;

/// <summary>A ceiling that a run would go over, so that somebody else decides.</summary>
/// <param name="Role">whose each person of it has; null for one of a key's or a person's own</param>
/// <param name="Subjects">that were started under it in its time, with this run's</param>
/// <param name="MinorUnits">money that hung on them, in <paramref name="Currency"/></param>
/// <param name="Currency">that sums are reported in</param>
public sealed record ReachedCeiling(Ceiling Ceiling, string? Role, long Subjects, long MinorUnits, string Currency)
{
    /// <summary>As people say it: <c>25 an hour</c>.</summary>
    public string Says => Ceiling.Says(Currency);
}
