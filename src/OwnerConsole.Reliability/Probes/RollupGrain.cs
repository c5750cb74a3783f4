namespace OwnerConsole.Reliability.Probes;

/// <summary>Lengths of buckets. Every check is counted in one bucket of each; finer ones are deleted earlier.</summary>
internal enum RollupGrain
{
    Minute,

    FiveMinutes,

    Hour,
}
