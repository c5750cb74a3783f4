namespace World;

/// <summary>A tenant of the platform: a studio that sells classes.</summary>
internal sealed record Studio(
    string Id,
    string Name,
    Region Region,
    string Lifecycle,
    IReadOnlyList<(string Plan, int Quantity)> Plans,
    DateTimeOffset OpenedAt,
    DateTimeOffset? TrialEndsAt,
    string Source,
    int Rooms,
    bool IsOnline,
    IReadOnlyList<Person> People
)
{
    public object Report() =>
        new
        {
            id = "ext:" + Id,
            Name,
            ContactEmail = People[0].Email,
            OwnerExternalId = People[0].Id,
            OwnerName = People[0].Name,
            Lifecycle,
            TrialEndsAt,
            PlanItems = Plans.Select(item => new { item.Plan, item.Quantity }),
            Region.Country,
            Region.TimeZone,
            Source,
            Attributes = new
            {
                rooms = Rooms,
                online_classes = IsOnline,
                Region.City,
            },
            OpenedAt,
        };
}
