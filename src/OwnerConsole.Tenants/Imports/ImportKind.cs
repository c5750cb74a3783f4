namespace OwnerConsole.Tenants.Imports;

/// <summary>What the rows of an imported file are.</summary>
public enum ImportKind
{
    Tenants,
    Members,
}
