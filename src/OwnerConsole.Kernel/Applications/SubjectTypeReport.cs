namespace OwnerConsole.Kernel.Applications;

/// <summary>A kind of thing that the application has inside of its tenants, such as a booking.</summary>
/// <param name="Name">as its operations and reports call it; stays for ever</param>
/// <param name="Title">of one, as people read it</param>
/// <param name="Titles">of many</param>
public sealed record SubjectTypeReport(string Name, string Title, string Titles);
