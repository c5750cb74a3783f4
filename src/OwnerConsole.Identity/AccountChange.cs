namespace OwnerConsole.Identity;

/// <summary>A change of a person's own access.</summary>
public enum AccountChange
{
    Password,
    RecoveryCodes,
    Authenticator,
    AddPasskey,
    RemovePasskey,

    /// <summary>A confirmation that is valid for ten minutes, for operations that declare <c>RequiresStepUp</c>.</summary>
    StepUp,
}
