namespace OwnerConsole.Client;

/// <summary>What the application has inside of its tenants besides people, such as bookings.</summary>
/// <param name="Name">stays for ever, such as <c>booking</c>: small letters and underscores</param>
/// <param name="Title">of one, as people read it</param>
/// <param name="Titles">of many</param>
public sealed record DeclaredSubjectType(string Name, string Title, string Titles);
