namespace OwnerConsole.Kernel.Identities;

/// <summary>One of somebody's passkeys, as they know it.</summary>
/// <param name="Domain">where it was made, and the only place where it works</param>
/// <param name="IsBackedUp">it is kept by a password manager as well, and survives the device</param>
public sealed record Passkey(string Id, string Domain, string Name, bool IsBackedUp, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt)
{
    public const int LongestName = 60;
}
