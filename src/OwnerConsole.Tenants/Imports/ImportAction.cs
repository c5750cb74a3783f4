namespace OwnerConsole.Tenants.Imports;

/// <summary>What a row of an import does to its tenant or member.</summary>
public enum ImportAction
{
    Create,

    /// <summary>Fills fields that are empty now.</summary>
    Update,

    /// <summary>A field has another value now.</summary>
    Conflict,
    Unchanged,
}
