namespace World;

/// <summary>Something that happens in a studio, as its application reports it.</summary>
/// <param name="Subject">the studio; null where the application forgot it</param>
internal sealed record Happening(string Id, string Type, string? Subject, DateTimeOffset At, string? Member = null, object? Data = null)
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
