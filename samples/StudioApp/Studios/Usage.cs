namespace StudioApp.Studios;

/// <summary>What a studio uses of its plan.</summary>
/// <param name="Lessons">that begin this month</param>
/// <param name="Bookings">made this month</param>
/// <param name="Bytes">of all files</param>
public sealed record Usage(long Clients, long Staff, long Lessons, long Bookings, long Bytes);
