namespace OwnerConsole.Client;

/// <summary>A type of record inside tenants, such as bookings.</summary>
/// <param name="Name">Permanent name of lowercase letters and underscores, such as <c>booking</c>.</param>
/// <param name="Title">Singular display name.</param>
/// <param name="Titles">Plural display name.</param>
public sealed record DeclaredSubjectType(string Name, string Title, string Titles);
