namespace OwnerConsole.Tenants.Members;

/// <summary>Whether a member can sign in, apart from the status of their tenant.</summary>
public enum MemberState
{
    Active,

    /// <summary>Your team has suspended the member.</summary>
    Suspended,

    /// <summary>The application has reported that the member left the tenant.</summary>
    Left,
}
