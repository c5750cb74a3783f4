namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody changes about their own access.</summary>
public enum OwnChange
{
    Password,
    RecoveryCodes,
    Authenticator,
    AddPasskey,
    RemovePasskey,

    /// <summary>A confirmation that lasts ten minutes, for operations that declare <see cref="Operations.Declaration.StepUp"/>.</summary>
    StepUp,
}
