namespace OwnerConsole.Pure.Access;

/// <summary>Why a member is suspended. The application can show a different page for each.</summary>
public enum MemberSuspensionCause
{
    Abuse,

    /// <summary>Someone else may use the account.</summary>
    Security,
    Compliance,
    Other,
}
