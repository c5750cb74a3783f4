namespace OwnerConsole.Kernel.Applications;

/// <summary>A type of objects inside the application's tenants, such as bookings.</summary>
/// <param name="Name">Permanent name, used by operations and reports.</param>
/// <param name="Title">Display name, singular.</param>
/// <param name="Titles">Display name, plural.</param>
public sealed record SubjectTypeReport(string Name, string Title, string Titles);
