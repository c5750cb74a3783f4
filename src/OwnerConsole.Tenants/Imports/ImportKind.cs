namespace OwnerConsole.Tenants.Imports;

/// <summary>What the rows of an imported file are.</summary>
public enum ImportKind
{
    Tenants,
    Members,

    /// <summary>Members that exist, named by their IDs, support numbers or email addresses, for a bulk operation.</summary>
    MemberList,
}
