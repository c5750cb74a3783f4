namespace World;

/// <summary>State of a studio from a point in time on.</summary>
/// <param name="TimeZone">Null to keep the time zone and country.</param>
internal sealed record ContractPhase(
    DateTimeOffset At,
    string Lifecycle,
    IReadOnlyList<(string Plan, int Quantity)> Plans,
    string? TimeZone = null,
    string? Country = null
)
{
    public bool IsOpen => Lifecycle != "cancelled";
}
