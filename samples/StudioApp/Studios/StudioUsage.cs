namespace StudioApp.Studios;

/// <summary>Usage of a studio.</summary>
/// <param name="Lessons">Lessons that start this month.</param>
/// <param name="Bookings">Bookings made this month.</param>
/// <param name="Bytes">Size of all files in bytes.</param>
public sealed record StudioUsage(long Clients, long Staff, long Lessons, long Bookings, long Bytes);
