namespace StudioApp.Lessons;

/// <param name="Minutes">Duration of the lesson.</param>
internal sealed record Booking(string Id, string ClientId, int Minutes, DateTimeOffset BookedAt);
