namespace World;

/// <summary>An event in a studio as its application reports it.</summary>
/// <param name="Subject">The studio; null if the application omits it.</param>
internal sealed record SimEvent(string Id, string Type, string? Subject, DateTimeOffset At, string? Member = null, object? Data = null)
{
    public object Report() =>
        new
        {
            Specversion = "1.0",
            Id,
            Source = "/studio-app",
            Type,
            Subject,
            Time = At,
            Member,
            Data,
        };
}
