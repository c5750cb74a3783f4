namespace OwnerConsole.Pure.Allowances;

/// <summary>Reported data that the use of a feature is counted from.</summary>
/// <param name="Kind">Kind of data.</param>
/// <param name="Key">Role of the members, empty for all; key of the meter; empty for sessions.</param>
public sealed record ReportedSource(ReportedKind Kind, string Key)
{
    /// <summary>Reads the text that a feature stores.</summary>
    /// <param name="text"><c>members</c>, <c>members:ROLE</c>, <c>sessions</c> or <c>meter:KEY</c></param>
    /// <returns>Null for anything else.</returns>
    public static ReportedSource? Read(string text) =>
        text.Split(':', 2) switch
        {
            ["members"] => new(ReportedKind.Members, ""),
            ["members", { Length: > 0 and <= 60 } role] => new(ReportedKind.Members, role),
            ["sessions"] => new(ReportedKind.Sessions, ""),
            ["meter", { Length: > 0 and <= 64 } key] => new(ReportedKind.Meter, key),
            _ => null,
        };

    /// <summary>Members are a level, sessions add up in a period, a meter can be either.</summary>
    /// <param name="kind">Kind of the feature.</param>
    /// <returns>True if the usage of such a feature can be counted from it.</returns>
    public bool Fits(FeatureKind kind) =>
        kind switch
        {
            FeatureKind.Gauge => Kind is not ReportedKind.Sessions,
            FeatureKind.Counter => Kind is not ReportedKind.Members,
            _ => false,
        };
}
