namespace World;

/// <summary>What is true of a studio from one moment on.</summary>
/// <param name="TimeZone">null where it stays what it was, and with it the country</param>
internal sealed record Chapter(
    DateTimeOffset At,
    string Lifecycle,
    IReadOnlyList<(string Plan, int Quantity)> Plans,
    string? TimeZone = null,
    string? Country = null
)
{
    public bool IsOpen => Lifecycle != "cancelled";
}
