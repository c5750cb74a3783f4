namespace OwnerConsole.Trust.Privacy;

/// <summary>Where emails to the person of a privacy request are sent.</summary>
/// <param name="Address">Email address.</param>
/// <param name="Language">BCP 47 tag of their language; null if it is unknown.</param>
public sealed record PrivacyContact(string Address, string? Language);
