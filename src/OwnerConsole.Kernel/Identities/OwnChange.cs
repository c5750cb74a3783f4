namespace OwnerConsole.Kernel.Identities;

/// <summary>A change of a person's own access.</summary>
public enum OwnChange
{
    Password,
    RecoveryCodes,
    Authenticator,
    AddPasskey,
    RemovePasskey,

    /// <summary>A confirmation that is valid for ten minutes, for operations that declare <see cref="Operations.Declaration.StepUp"/>.</summary>
    StepUp,
}
