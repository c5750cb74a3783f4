namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody changes about their own access.</summary>
public enum OwnChange
{
    Password,
    RecoveryCodes,
    Authenticator,
    AddPasskey,
    RemovePasskey,
}
