namespace World;

/// <summary>A tenant of the platform: a studio that sells classes, or its equivalent in another scenario.</summary>
/// <param name="Chapters">States in chronological order, at least one.</param>
/// <param name="People">People in the order in which they joined, at least one.</param>
/// <param name="SilentSince">Time since which its application reports nothing, although it still runs; null for most studios.</param>
/// <param name="IsImported">True if it imports three years of history.</param>
internal sealed record SimStudio(
    Scenario Scenario,
    int Number,
    string Name,
    Region Region,
    IReadOnlyList<ContractPhase> Chapters,
    string Source,
    int Rooms,
    bool IsOnline,
    IReadOnlyList<SimPerson> People,
    DateTimeOffset? SilentSince,
    bool IsImported
)
{
    public string Id => FormattableString.Invariant($"{Scenario.Word}-{Number}");

    public DateTimeOffset OpenedAt => Chapters[0].At;

    public bool IsOpen(DateTimeOffset at) => Chapters.LastOrDefault(chapter => chapter.At <= at)?.IsOpen is true;

    public bool HasPlan(DateTimeOffset at) => Chapters.LastOrDefault(chapter => chapter.At <= at)?.Plans.Count > 0;

    public string Country(DateTimeOffset at) => Chapters.LastOrDefault(chapter => chapter.At <= at && chapter.Country is not null)?.Country ?? Region.Country;

    public string TimeZone(DateTimeOffset at) =>
        Chapters.LastOrDefault(chapter => chapter.At <= at && chapter.TimeZone is not null)?.TimeZone ?? Region.TimeZone;

    /// <summary>The same studio without its last cancellation.</summary>
    public SimStudio Reopened() => Chapters[^1].IsOpen ? this : this with { Chapters = [.. Chapters.Take(Chapters.Count - 1)] };

    /// <summary>The complete report of its state at sign-up.</summary>
    public object FirstReport() =>
        new
        {
            id = "ext:" + Id,
            Name,
            ContactEmail = People[0].Email,
            OwnerExternalId = People[0].Id,
            OwnerName = People[0].Name,
            Chapters[0].Lifecycle,
            TrialEndsAt = OpenedAt + ContractGenerator.Trial,
            PlanItems = Items(Chapters[0]),
            Region.Country,
            Region.TimeZone,
            Source,
            Attributes = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [Scenario.Size] = Rooms,
                [Scenario.Choice] = IsOnline,
                ["city"] = Region.City,
            },
            OpenedAt,
            EffectiveAt = OpenedAt,
        };

    public object LaterReport(ContractPhase chapter) =>
        new
        {
            id = "ext:" + Id,
            chapter.Lifecycle,
            PlanItems = Items(chapter),
            Country = Country(chapter.At),
            TimeZone = TimeZone(chapter.At),
            EffectiveAt = chapter.At,
        };

    private static IEnumerable<object> Items(ContractPhase chapter) => chapter.Plans.Select(item => new { item.Plan, item.Quantity });
}
