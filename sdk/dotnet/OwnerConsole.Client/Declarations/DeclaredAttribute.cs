namespace OwnerConsole.Client;

/// <summary>An attribute that the application reports of its tenants.</summary>
/// <param name="Name">as it is reported</param>
/// <param name="Title">as people read it</param>
public sealed record DeclaredAttribute(string Name, string Title);
