namespace StudioApp.Lessons;

/// <param name="Booked">Number of booked seats.</param>
public sealed record Lesson(string Id, string Title, DateTimeOffset StartsAt, int Minutes, int Seats, string? Coach, long Booked)
{
    public bool IsFull => Booked >= Seats;
}
