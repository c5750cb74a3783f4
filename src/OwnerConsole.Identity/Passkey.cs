namespace OwnerConsole.Identity;

/// <summary>A person's passkey as shown in lists.</summary>
/// <param name="Domain">Domain where it was created and the only one where it works.</param>
/// <param name="IsBackedUp">It is also stored by a password manager and survives the loss of the device.</param>
public sealed record Passkey(string Id, string Domain, string Name, bool IsBackedUp, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt)
{
    public const int MaxNameLength = 60;
}
